# SPDX-License-Identifier: GPL-2.0-or-later
"""The steps of a stack: which moments, depths and variables a service really has, and how each is asked for.

Where they come from, best first: the numbered slices of a multidimensional service (10.8.1); its dimensions (10.3);
the dates of the rasters in a time-enabled catalogue. The range that ``timeInfo`` states is no list of dates, and none
is made up from it: a service that tells nothing else has no steps.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .cancel import Cancel
from .catalog import Catalog, CatalogQuery, CatalogRaster, has_catalog
from .dimensions import Place, Variable, variables
from .errors import BadRequest, NotFound, PlanError
from .grid import Extent
from .moment import Period, words_of
from .mosaic import MosaicRule, most_locked
from .rules import mosaic_of, time_text, time_window
from .service import ImageService
from .session import Session
from .slices import Slice, has_slices, slices
from .spatialref import SpatialReference

EVERY = ("date", "day", "month", "year")
# Catalogues with more rasters in the area are to be restricted first: nobody downloads so many dates by intention.
MOST_RASTERS = 100_000
_UNSAFE = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True)
class Step:
    """One layer of a stack.

    Attributes:
        name: what it is called, also in file names: unique within its stack, such as "2020-01-31".
        period: its time, or None.
        variable: its variable; empty outside multidimensional services.
        places: where it lies along the dimensions, the time among them.
        slice_id, time, mosaic_rule: how it is asked for; just one of them is given. ``time`` is as in
            ``DownloadOptions``; the rule is Esri's JSON.
        rasters: ids of the rasters that it is made of, where they come from a catalogue.
    """

    name: str
    period: Period | None = None
    variable: str = ""
    places: tuple[Place, ...] = ()
    slice_id: int | None = None
    time: str = ""
    mosaic_rule: MosaicRule | None = None
    rasters: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """Return it for people: "temp, 2020-01-31, StdZ -10"."""
        places = [place.words if place.is_time else f"{place.dimension} {place.words}" for place in self.places]
        if not places and self.period is not None:
            places = [self.period.words]
        return ", ".join([*([self.variable] if self.variable else []), *places]) or self.name

    def rule(self, given: str = "") -> str:
        """Return the mosaic rule to send: what the user gave, with what this step says put over it.

        Raises:
            PlanError: the rule given cannot be read.
        """
        own = self.mosaic_rule
        if own is None:
            return given
        merged = mosaic_of(given)
        if own.lock_rasters:
            merged = replace(merged, method="lockraster", lock_rasters=own.lock_rasters)
        return replace(merged, dimensions=own.dimensions or merged.dimensions).parameter()


@dataclass(frozen=True)
class StepChoice:
    """Which steps are wanted; everything that is left empty does not restrict.

    Attributes:
        time: ISO 8601 instant or "start/end", where either may be "..".
        variables: names of variables.
        places: for other dimensions: name, lowest and highest value wanted.
        extent: where (for catalogues), in ``extent_sr`` or else in the service's reference.
        where: a condition on the rasters of a catalogue.
        every: how the rasters of a catalogue are put together: one step for each "date" (moment), "day", ...
    """

    time: str = ""
    variables: tuple[str, ...] = ()
    places: tuple[tuple[str, float, float], ...] = ()
    extent: Extent | None = None
    extent_sr: SpatialReference | None = None
    where: str = ""
    every: str = "date"

    def __post_init__(self) -> None:
        if self.every not in EVERY:
            raise PlanError(f"“{self.every}” is no way to put dates together; choose one of {', '.join(EVERY)}.")


def find_steps(
    service: ImageService, session: Session, choice: StepChoice | None = None, cancel: Cancel | None = None
) -> tuple[Step, ...]:
    """Ask a service for its steps and return those wanted: slices in the order of the service, dates in their own.

    Raises:
        PlanError: it has none, or none that is wanted; the sentence says what there is.
        ImageServiceError: it does not tell.
    """
    choice = choice or StepChoice()
    if service.has_multidimensions:
        found = _of_dimensions(service, session, cancel)
    elif has_catalog(service):
        found = _of_catalog(service, session, choice, cancel)
    else:
        found = ()
    if not found:
        raise PlanError(
            f"“{service.name}” tells no dates or slices: it has neither dimensions nor a catalogue with dates here.",
            url=service.url,
        )
    wanted = chosen(found, choice)
    if not wanted:
        raise PlanError(f"Nothing of “{service.name}” matches. {_what_there_is(found)}", url=service.url)
    return wanted


def chosen(found: Iterable[Step], choice: StepChoice) -> tuple[Step, ...]:
    """Return the steps that a choice asks for.

    Raises:
        PlanError: the time cannot be read.
    """
    window = time_window(choice.time)
    names = {name.strip().lower() for name in choice.variables}
    return tuple(
        step
        for step in found
        if (not names or step.variable.lower() in names)
        and (window is None or (step.period is not None and step.period.touches(window)))
        and all(_lies_in(step, *place) for place in choice.places)
    )


def _lies_in(step: Step, dimension: str, low: float, high: float) -> bool:
    for place in step.places:
        if place.dimension.lower() == dimension.strip().lower():
            return place.low <= high and low <= place.high
    return False


def _what_there_is(found: Sequence[Step]) -> str:
    periods = [step.period for step in found if step.period is not None]
    parts = []
    if periods:
        first, last = min(p.start for p in periods), max(p.end for p in periods)
        parts.append(f"there are {len(periods)} dates from {words_of(first)} to {words_of(last)}")
    names = sorted({step.variable for step in found if step.variable})
    if names:
        parts.append(f"the variables are {', '.join(names)}")
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _of_dimensions(service: ImageService, session: Session, cancel: Cancel | None) -> tuple[Step, ...]:
    if has_slices(service):
        try:
            return steps_of_slices(slices(service, session, cancel))
        except (BadRequest, NotFound):
            if service.version is not None:  # a server that says nothing of its age may be older than slices
                raise
    return steps_of_variables(variables(service, session, cancel))


def steps_of_slices(found: Iterable[Slice]) -> tuple[Step, ...]:
    """Return a step for each slice."""
    return _named(
        Step("", _period(each.coordinates), each.variable, each.coordinates, slice_id=each.number) for each in found
    )


def steps_of_variables(found: Iterable[Variable]) -> tuple[Step, ...]:
    """Return a step for each combination of the places along the dimensions of each variable."""
    made = []
    for variable in found:
        axes = [dimension.places for dimension in variable.dimensions]
        if not axes or not all(axes):
            continue  # a dimension without values: which there are is not known
        for places in itertools.product(*axes):
            rule = MosaicRule(dimensions=tuple(place.filter(variable.name) for place in places))
            made.append(Step("", _period(places), variable.name, places, mosaic_rule=rule))
    return _named(made)


def _period(places: Iterable[Place]) -> Period | None:
    return next((place.period for place in places if place.period is not None), None)


def _of_catalog(service: ImageService, session: Session, choice: StepChoice, cancel: Cancel | None) -> tuple[Step, ...]:
    catalog = Catalog(service, session)
    if not catalog.time_fields:
        return ()
    query = CatalogQuery(
        where=choice.where, extent=choice.extent, extent_sr=choice.extent_sr, fields=("Name",), with_footprints=False
    )
    if "name" not in {each.name.lower() for each in catalog.fields}:
        query = replace(query, fields=catalog.time_fields)
    window = time_window(choice.time)
    if window is not None and service.has_time:
        query = replace(query, time=choice.time)
    count = catalog.count(query, cancel)
    if count > MOST_RASTERS:
        raise PlanError(
            f"There are {count:,} rasters: restrict area or time, or give a condition (at most {MOST_RASTERS:,})."
        )
    rasters = [each for each in catalog.rasters(query, cancel) if each.period is not None]
    if not rasters and window is not None:
        raise PlanError(f"Nothing of “{service.name}” matches. {_range_of(service)}".strip(), url=service.url)
    is_filtered = bool(choice.where.strip())
    return steps_of_rasters(rasters, service, choice.every, within=window, is_filtered=is_filtered)


def steps_of_rasters(
    rasters: Sequence[CatalogRaster],
    service: ImageService,
    every: str = "date",
    *,
    within: Period | None = None,
    is_filtered: bool = False,
) -> tuple[Step, ...]:
    """Return a step for each date of rasters, or for each day, month or year of them.

    A step is asked for by its time where that selects just its rasters, and else by locking them: neighbouring months
    often share a moment, and a year may lie over its months.

    Args:
        rasters: those of the area; those without dates are left out.
        service: whose they are.
        every: one of ``EVERY``.
        within: the rasters are all that there are in this time; None: all that there are.
        is_filtered: not all rasters are known, since a condition left some out.

    Raises:
        PlanError: a step has more rasters than can be locked.
    """
    dated = [each for each in rasters if each.period is not None]
    groups: dict[tuple[datetime, datetime], list[CatalogRaster]] = {}
    for raster in dated:
        if raster.period is not None and (within is None or raster.period.touches(within)):
            groups.setdefault(_group(raster.period, every), []).append(raster)
    made = []
    for _, members in sorted(groups.items()):
        ids = tuple(sorted(member.id for member in members))
        periods = [member.period for member in members if member.period is not None]
        whole = Period(min(p.start for p in periods), max(p.end for p in periods))
        time = _time_of(whole, within, set(ids), dated) if service.has_time and not is_filtered else ""
        if not time and len(ids) > most_locked(service):
            raise PlanError(
                f"The {len(ids)} rasters of {whole.words} cannot be told apart from others by their time, and "
                f"“{service.name}” locks at most {most_locked(service)} at once: choose a smaller extent."
            )
        rule = None if time else MosaicRule.lock(*ids)
        made.append(Step(_date_name(whole, every), whole, time=time, mosaic_rule=rule, rasters=ids))
    return _named(made)


def steps_of_each(rasters: Iterable[CatalogRaster]) -> tuple[Step, ...]:
    """Return a step for each raster of a catalogue, on its own."""
    return _named(
        Step(raster.name, raster.period, mosaic_rule=MosaicRule.lock(raster.id), rasters=(raster.id,))
        for raster in rasters
    )


def _group(period: Period, every: str) -> tuple[datetime, datetime]:
    if every == "date":
        return period.start, period.end
    start = period.start.replace(hour=0, minute=0, second=0, microsecond=0)
    if every in {"month", "year"}:
        start = start.replace(day=1)
    if every == "year":
        start = start.replace(month=1)
    return start, start


def _time_of(whole: Period, within: Period | None, ids: set[int], known: Sequence[CatalogRaster]) -> str:
    """Return a time that selects these rasters and no others: the whole (as far as all is known), its middle; or ""."""
    if within is not None:
        whole = Period(max(whole.start, within.start), min(whole.end, within.end))
    for window in (whole, Period(whole.middle, whole.middle)):
        selected = {each.id for each in known if each.period is not None and each.period.touches(window)}
        if selected == ids:
            return time_text(window)
    return ""


def _range_of(service: ImageService) -> str:
    """Return what a service says of the range of its dates, in words."""
    known = service.time_extent
    return f"It says that its dates are from {words_of(known.start)} to {words_of(known.end)}." if known else ""


def _date_name(period: Period, every: str) -> str:
    if every == "year":
        return period.start.strftime("%Y")
    return period.start.strftime("%Y-%m") if every == "month" else ""


def _named(found: Iterable[Step]) -> tuple[Step, ...]:
    """Give each step a name that is safe in a file name and its own."""
    every = list(found)
    of_many = len({step.variable for step in every}) > 1
    forms: Sequence[Callable[[Step], str]] = (
        lambda step: step.name or _name(step, of_many=of_many),
        lambda step: "_".join([step.name or _name(step, of_many=of_many), _end_of(step)]).rstrip("_"),
    )
    names = [safe_name(forms[0](step)) for step in every]
    if len({name.lower() for name in names}) < len(names):
        names = [safe_name(forms[1](step)) for step in every]
    taken: dict[str, int] = {}
    unique = []
    for step, name in zip(every, names):
        count = taken[name.lower()] = taken.get(name.lower(), 0) + 1
        unique.append(replace(step, name=name if count == 1 else f"{name}~{count}"))
    return tuple(unique)


def _name(step: Step, *, of_many: bool) -> str:
    parts = [step.variable] if of_many or step.period is None else []
    if step.period is not None:
        parts.append(_stamp(step.period.start))
    parts += [f"{place.low:g}" for place in step.places if not place.is_time]
    return "_".join(part for part in parts if part)


def _end_of(step: Step) -> str:
    return _stamp(step.period.end) if step.period is not None and not step.period.is_instant else ""


def _stamp(moment: datetime) -> str:
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%dT%H%M%S")


def safe_name(text: str) -> str:
    """Return a text as part of a file name on any system: letters, digits and a few signs."""
    return _UNSAFE.sub("_", text).strip("._ ")[:100] or "step"
