"""Dates and times as each language writes them, in the reader's zone and calendar.

Persian dates are Jalali with Persian digits; clocks have 24 hours everywhere. Lists format hundreds
of dates a page, so everything is looked up by day or by minute and remembered.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .calendars import to_jalali
from .direction import LRM
from .durations import HOUR, MINUTE, duration_short, rough
from .languages import known
from .numbers import digits

Zone = tzinfo | str


class _Style(NamedTuple):
    short: str
    medium: str
    day_month: str
    full: str
    join: str
    """Stands between a date and a time."""
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    near_days: dict[int, str]
    """Names of the days next to today, by distance."""
    now: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STYLES = {
    "en": _Style(
        short="{d:02}/{m:02}/{y:04}",
        medium="{d} {mon} {y}",
        day_month="{d} {mon}",
        full="{weekday}, {d} {month} {y}",
        join=", ",
        months=_words(
            "January February March April May June July August September October November December"
        ),
        months_short=_words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        weekdays=_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        near_days={-1: "Yesterday", 0: "Today", 1: "Tomorrow"},
        now="now",
    ),
    "tr": _Style(
        short="{d:02}.{m:02}.{y:04}",
        medium="{d} {mon} {y}",
        day_month="{d} {mon}",
        full="{d} {month} {y} {weekday}",
        join=" ",
        months=_words("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
        months_short=_words("Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara"),
        weekdays=_words("Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar"),
        near_days={-1: "Dün", 0: "Bugün", 1: "Yarın"},
        now="şimdi",
    ),
    "he": _Style(
        short="{d:02}/{m:02}/{y:04}",
        medium="{d} ב{mon} {y}",
        day_month="{d} ב{mon}",
        full="יום {weekday}, {d} ב{month} {y}",
        join=", ",
        months=_words("ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"),
        months_short=_words("ינו׳ פבר׳ מרץ אפר׳ מאי יוני יולי אוג׳ ספט׳ אוק׳ נוב׳ דצמ׳"),
        weekdays=_words("שני שלישי רביעי חמישי שישי שבת ראשון"),
        near_days={-1: "אתמול", 0: "היום", 1: "מחר"},
        now="עכשיו",
    ),
    "fa": _Style(
        short="{y:04}/{m:02}/{d:02}",
        medium="{d} {mon} {y}",
        day_month="{d} {mon}",
        full="{weekday} {d} {month} {y}",
        join="، ",
        months=_words("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
        months_short=_words("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
        weekdays=_words("دوشنبه سه\u200cشنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه"),
        near_days={-1: "دیروز", 0: "امروز", 1: "فردا"},
        now="اکنون",
    ),
    "pl": _Style(
        short="{d:02}.{m:02}.{y:04}",
        medium="{d} {mon} {y}",
        day_month="{d} {mon}",
        full="{weekday}, {d} {month} {y}",
        join=", ",
        months=_words(
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
            " listopada grudnia"
        ),
        months_short=_words("sty lut mar kwi maj cze lip sie wrz paź lis gru"),
        weekdays=_words("poniedziałek wtorek środa czwartek piątek sobota niedziela"),
        near_days={-1: "Wczoraj", 0: "Dzisiaj", 1: "Jutro"},
        now="teraz",
    ),
}


def wall_time(moment: datetime, zone: Zone) -> datetime:
    """An instant (aware) as the clock on the wall in `zone` shows it. Raises ValueError if naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def date_short(day: date, language: str, zone: Zone = UTC) -> str:
    """21/03/2026. A datetime is shown as the day it has in `zone`; a plain date as it is."""
    return _formatted(_local_day(day, zone), known(language), "short")


def date_medium(day: date, language: str, zone: Zone = UTC) -> str:
    """21 Mar 2026."""
    return _formatted(_local_day(day, zone), known(language), "medium")


def date_full(day: date, language: str, zone: Zone = UTC) -> str:
    """Saturday, 21 March 2026."""
    return _formatted(_local_day(day, zone), known(language), "full")


def near_day_name(distance: int, language: str) -> str:
    """Yesterday (-1), today (0) or tomorrow (1)."""
    return _STYLES[known(language)].near_days[distance]


def weekday_name(weekday: int, language: str) -> str:
    """The name of a day of the week; 0 is Monday."""
    return _STYLES[known(language)].weekdays[weekday]


def time_of_day(moment: datetime, language: str, zone: Zone) -> str:
    """14:05, with the language's digits."""
    there = wall_time(moment, zone)
    return _clock(there.hour, there.minute, known(language))


def datetime_medium(moment: datetime, language: str, zone: Zone) -> str:
    """21 Mar 2026, 14:05."""
    return _with_time(moment, language, zone, "medium")


def datetime_full(moment: datetime, language: str, zone: Zone) -> str:
    """Saturday, 21 March 2026, 14:05 (UTC+01:00): for the title of a shorter form."""
    offset = wall_time(moment, zone).strftime("%z")
    # The marks keep the offset whole and unturned inside right-to-left text.
    shown = f"{LRM}(UTC{offset[:3]}:{offset[3:5]}){LRM}"
    return f"{_with_time(moment, language, zone, 'full')} {shown}"


def day_heading(day: date, now: datetime, language: str, zone: Zone) -> str:
    """Heading over the messages of one day: Today, Yesterday, Tomorrow or the full date."""
    there, today = _local_day(day, zone), _local_day(now, zone)
    near = _STYLES[known(language)].near_days.get((there - today).days)
    return near or _formatted(there, known(language), "full")


def age(then: datetime, now: datetime, language: str) -> str:
    """The time between two moments in one unit, rounded down: "2 minutes"."""
    return rough(now - then, language)


def ago(then: datetime, now: datetime, language: str, zone: Zone) -> str:
    """When something was or will be, short enough for a list.

    Minutes and hours for what happened today, the clock for what comes today, Yesterday and Tomorrow,
    else the date, without the year while that is the running one.
    """
    language = known(language)
    seconds = int((now - then).total_seconds())
    if abs(seconds) < MINUTE:
        return _STYLES[language].now
    if 0 < seconds < HOUR:
        return duration_short(seconds // MINUTE, "minute", language)
    there, today = _local_day(then, zone), _local_day(now, zone)
    if there != today:
        return _STYLES[language].near_days.get((there - today).days) or _near_date(there, today, language)
    if seconds > 0:
        return duration_short(seconds // HOUR, "hour", language)
    return time_of_day(then, language, zone)


def _near_date(day: date, today: date, language: str) -> str:
    same_year = _parts(day, language)[0] == _parts(today, language)[0]
    return _formatted(day, language, "day_month" if same_year else "short")


def _with_time(moment: datetime, language: str, zone: Zone, form: str) -> str:
    language, there = known(language), wall_time(moment, zone)
    day = _formatted(there.date(), language, form)
    return f"{day}{_STYLES[language].join}{_clock(there.hour, there.minute, language)}"


def _local_day(day: date, zone: Zone) -> date:
    return wall_time(day, zone).date() if isinstance(day, datetime) else day


def _parts(day: date, language: str) -> tuple[int, int, int]:
    """Year, month and day in the language's calendar."""
    return to_jalali(day) if language == "fa" else (day.year, day.month, day.day)


@lru_cache(maxsize=8192)
def _formatted(day: date, language: str, form: str) -> str:
    style = _STYLES[language]
    y, m, d = _parts(day, language)
    pattern: str = getattr(style, form)
    text = pattern.format(
        y=y,
        m=m,
        d=d,
        mon=style.months_short[m - 1],
        month=style.months[m - 1],
        weekday=style.weekdays[day.weekday()],
    )
    return digits(text, language)


@lru_cache(maxsize=8192)
def _clock(hour: int, minute: int, language: str) -> str:
    return digits(f"{hour:02}:{minute:02}", language)
