"""The verbs of products and of their types."""

from divan.assets.actions.assets import AssetFacts, add_asset, change_asset, set_asset_in_use
from divan.assets.actions.types import add_type, change_type, set_type_in_use

__all__ = [
    "AssetFacts",
    "add_asset",
    "add_type",
    "change_asset",
    "change_type",
    "set_asset_in_use",
    "set_type_in_use",
]
