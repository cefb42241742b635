"""Names of months and days of the week in the languages in which shops write dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from courier.catalogue.spelling import without_accents

_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mrz",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan feb mrt",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
)
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "mo di mi do fr sa so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "ma di wo do vr za zo",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "segunda terça quarta quinta sexta",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "пн вт ср чт пт сб вс",
    "月 火 水 木 金 土 日",
)
_LEAST = 3
"""Characters of the shortest abbreviation that is not listed itself."""


def _numbered(lists: Iterable[str]) -> dict[str, int]:
    """The number, from 1, of each name and of each abbreviation that means only one, with accents or without."""
    meant: dict[str, set[int]] = {}
    whole: dict[str, int] = {}
    for names in lists:
        for number, name in enumerate(names.split(), start=1):
            for spelling in (name, without_accents(name)):
                whole[spelling] = number
                for end in range(_LEAST, len(spelling)):
                    meant.setdefault(spelling[:end], set()).add(number)
    return {word: numbers.pop() for word, numbers in meant.items() if len(numbers) == 1} | whole


MONTHS: Mapping[str, int] = _numbered(_MONTHS)
"""1 to 12 per name or abbreviation in lower case."""

DAYS: Mapping[str, int] = _numbered(_DAYS)
"""1 (Monday) to 7 per name or abbreviation in lower case. ``mar`` may be a day or a month."""
