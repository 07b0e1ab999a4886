"""What pages and forms cost, measured through the real server over loopback. See docs/benchmarks.md."""
