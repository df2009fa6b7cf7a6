# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue of a mosaic: its rasters with their footprints, dates and attributes, however many there are.

Esri's Query (Image Service) page. One answer holds at most ``maxRecordCount`` rasters. Servers since 10.3.1 give the
next ones from an offset; others are asked for all ids, which have no limit, and then for the rasters of so many ids.
A server that ignores the offset and answers the first page again is noticed, and asked by ids too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from . import lenient
from .cancel import Cancel
from .errors import PlanError
from .grid import Extent
from .moment import Period
from .rules import window_parameter
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference

# What an answer may hold where the service does not say.
DEFAULT_PAGE = 1000
# More would make answers that nobody waits for: hosted services claim a maximum of 2,147,483,647.
LARGEST_PAGE = 2000
# Where services without timeInfo keep the date of a raster, best first.
DATE_FIELDS = ("stdtime", "acquisitiondate", "acquisition_date", "acqdate", "acq_date", "datetime", "date")
PRIMARY = 1

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class CatalogField:
    """An attribute of the rasters of a catalogue.

    Attributes:
        name: as conditions spell it.
        kind: Esri's type without its prefix, in lower case: "oid", "string", "date", "double", "integer", ...
        alias: what to show.
        codes: pairs of a stored value and what it means.
    """

    name: str
    kind: str
    alias: str = ""
    codes: tuple[tuple[Any, str], ...] = ()


@dataclass(frozen=True)
class CatalogRaster:
    """A raster of a catalogue.

    Attributes:
        id: what rules lock and downloads ask for.
        name: as its owner called it.
        rings: the outlines of its footprint, of (x, y) pairs in ``sr``; empty where none was asked for.
        attributes: everything that the catalogue says of it; dates are milliseconds since 1970 UTC.
        period: when it was taken, or None.
        cell_size: of its finest and coarsest level, in units of the service, or None.
        category: 1 is a raster of its own, 2 an overview, None unknown.
    """

    id: int
    name: str
    rings: tuple[Ring, ...] = ()
    sr: SpatialReference | None = None
    attributes: dict[str, Any] = field(default_factory=dict, hash=False)
    period: Period | None = None
    cell_size: tuple[float, float] | None = None
    category: int | None = None

    @property
    def extent(self) -> Extent | None:
        """Return the box around the footprint, or None."""
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        if not xs or min(xs) >= max(xs) or min(ys) >= max(ys):
            return None
        return Extent(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True)
class CatalogQuery:
    """What to look for; everything that is left empty does not restrict.

    Attributes:
        where: an SQL condition on the fields.
        extent: a box that footprints touch, in ``extent_sr`` or else in the service's reference.
        time: ISO 8601 instant or "start/end", where either may be ".."; a day, month or year alone is all of it.
        ids: only these rasters.
        order: fields to sort by, such as "AcquisitionDate DESC".
        primary_only: leave overviews out, where the catalogue tells them apart.
        fields: attributes to fetch; empty is all.
        with_footprints: fetch the outlines.
        out_sr: the reference of the outlines; None is the service's.
        point: (x, y) of a place that footprints contain, in ``extent_sr`` as the extent, and in the place of it.
    """

    where: str = ""
    extent: Extent | None = None
    extent_sr: SpatialReference | None = None
    time: str = ""
    ids: tuple[int, ...] | None = None
    order: tuple[str, ...] = ()
    primary_only: bool = True
    fields: tuple[str, ...] = ()
    with_footprints: bool = True
    out_sr: SpatialReference | None = None
    point: tuple[float, float] | None = None


class Catalog:
    """The catalogue of a service.

    Args:
        service: the service.
        session: how to reach it.

    Raises:
        PlanError: the service has no catalogue, or does not allow to look at it.
    """

    def __init__(self, service: ImageService, session: Session) -> None:
        if not has_catalog(service):
            raise PlanError(
                f"“{service.name}” is no mosaic, or its owner does not let anyone look at its rasters (“Catalog”).",
                url=service.url,
            )
        self._service = service
        self._session = session
        self.fields = fields_of(lenient.items(service.raw.get("fields")))
        self.id_field = lenient.text(service.raw.get("objectIdField")) or next(
            (each.name for each in self.fields if each.kind == "oid"), "OBJECTID"
        )
        self.time_fields = time_fields(service, self.fields)

    def count(self, query: CatalogQuery | None = None, cancel: Cancel | None = None) -> int:
        """Return how many rasters match.

        Raises:
            ImageServiceError: the service does not tell.
        """
        params = {**self._params(query or CatalogQuery()), "returnCountOnly": "true"}
        return lenient.integer(self._ask(params, cancel).get("count")) or 0

    def ids(self, query: CatalogQuery | None = None, cancel: Cancel | None = None) -> tuple[int, ...]:
        """Return the ids of all rasters that match, in the order of the service.

        Raises:
            ImageServiceError: the service does not tell.
        """
        params = {**self._params(query or CatalogQuery()), "returnIdsOnly": "true"}
        found = map(lenient.integer, lenient.items(self._ask(params, cancel).get("objectIds")))
        return tuple(number for number in found if number is not None)

    def rasters(self, query: CatalogQuery | None = None, cancel: Cancel | None = None) -> Iterator[CatalogRaster]:
        """Yield all rasters that match, each once, a page at a time.

        Raises:
            ImageServiceError: the service does not tell.
            Cancelled: it was cancelled.
        """
        query = query or CatalogQuery()
        if query.ids is not None and not query.ids:
            return
        if query.ids is not None and len(query.ids) > self.page_size:
            yield from self._by_ids(query, query.ids, set(), cancel)
            return
        seen: set[int] = set()
        params = {**self._params(query), **self._content(query)}
        if self._can_page:
            params.update({"resultRecordCount": str(self.page_size), **self._order(query)})
        while True:
            answer = self._ask({**params, **({"resultOffset": str(len(seen))} if seen else {})}, cancel)
            page = self._read(answer)
            fresh = [raster for raster in page if raster.id not in seen]
            seen.update(raster.id for raster in fresh)
            yield from fresh
            is_full = lenient.flag(answer.get("exceededTransferLimit")) or len(page) >= self.page_size
            if not page or not is_full:
                return
            if not self._can_page or len(fresh) < len(page):
                yield from self._by_ids(query, self.ids(query, cancel), seen, cancel)
                return

    @property
    def page_size(self) -> int:
        """Return how many rasters are asked for at once."""
        most = lenient.integer(self._service.raw.get("maxRecordCount")) or DEFAULT_PAGE
        return min(most, LARGEST_PAGE) if most > 0 else DEFAULT_PAGE

    @property
    def _can_page(self) -> bool:
        abilities = lenient.mapping(self._service.raw.get("advancedQueryCapabilities"))
        return lenient.flag(abilities.get("supportsPagination"))

    def _by_ids(
        self, query: CatalogQuery, ids: tuple[int, ...], seen: set[int], cancel: Cancel | None
    ) -> Iterator[CatalogRaster]:
        """Yield the rasters of these ids, but for those already seen; sorted here, since the parts cannot be."""
        left = [number for number in dict.fromkeys(ids) if number not in seen]
        parts = self._parts(query, left, cancel)
        yield from sorted_as(query.order, list(parts)) if query.order else parts

    def _parts(self, query: CatalogQuery, left: list[int], cancel: Cancel | None) -> Iterator[CatalogRaster]:
        size = self.page_size
        while left:
            part, left = left[:size], left[size:]
            query = replace(query, ids=tuple(part))
            answer = self._ask({**self._params(query), **self._content(query)}, cancel)
            wanted = set(part)  # a server that heeds no ids answers with any rasters, again and again
            page = [raster for raster in self._read(answer) if raster.id in wanted]
            yield from page
            found = {raster.id for raster in page}
            missing = [number for number in part if number not in found]
            # Before 10.7 nobody said that there is more: ids that are missing are asked for again, until none comes.
            says_so = lenient.flag(answer.get("exceededTransferLimit")) or not self._service.since(10.7)
            if found and missing and says_so:
                left = missing + left
                size = max(1, len(page))  # the real limit is lower than it says

    def _ask(self, params: dict[str, str], cancel: Cancel | None) -> dict[str, Any]:
        return self._session.json(f"{self._service.url}/query", params, cancel=cancel)

    def _params(self, query: CatalogQuery) -> dict[str, str]:
        conditions = [f"({query.where})"] if query.where.strip() else []
        category = next((each.name for each in self.fields if each.name.lower() == "category"), None)
        if query.primary_only and category is not None:
            conditions.append(f"{category} = {PRIMARY}")
        params: dict[str, str] = {}
        if query.ids is not None:
            # The parameter objectIds would switch every other condition off.
            only = ",".join(map(str, query.ids))
            if conditions or query.extent is not None or query.point is not None or query.time:
                conditions.append(f"{self.id_field} IN ({only})")
            else:
                params["objectIds"] = only
        params["where"] = " AND ".join(conditions) or "1=1"
        params.update(_place(query))
        if query.time:
            params["time"] = window_parameter(query.time)
        return params

    def _content(self, query: CatalogQuery) -> dict[str, str]:
        needed = (self.id_field, *self.time_fields, *query.fields)
        content = {
            "outFields": ",".join(dict.fromkeys(needed)) if query.fields else "*",
            "returnGeometry": "true" if query.with_footprints else "false",
        }
        if query.out_sr is not None:
            content["outSR"] = query.out_sr.parameter()
        return content

    def _order(self, query: CatalogQuery) -> dict[str, str]:
        """Return the order; without one of the user's, pages need one all the same to follow each other."""
        return {"orderByFields": ",".join(query.order or (self.id_field,))}

    def _read(self, answer: dict[str, Any]) -> list[CatalogRaster]:
        return rasters_of(answer, self.id_field, self.time_fields)


def _place(query: CatalogQuery) -> dict[str, str]:
    """Return where to look: at a point, in a box, or everywhere."""
    if query.point is not None:
        kind, shape = "esriGeometryPoint", dict(zip("xy", query.point))
    elif query.extent is not None:
        kind, shape = "esriGeometryEnvelope", dict(zip(("xmin", "ymin", "xmax", "ymax"), query.extent.bounds))
    else:
        return {}
    params = {"geometry": json.dumps(shape, separators=(",", ":")), "geometryType": kind}
    if query.extent_sr is not None:
        params["inSR"] = query.extent_sr.parameter()
    return {**params, "spatialRel": "esriSpatialRelIntersects"}


def has_catalog(service: ImageService) -> bool:
    """Tell whether a service has a catalogue that can be looked at."""
    if "catalog" not in service.capabilities or service.tiles_only:
        return False
    return bool(lenient.items(service.raw.get("fields"))) or bool(lenient.text(service.raw.get("objectIdField")))


def fields_of(entries: list[Any]) -> tuple[CatalogField, ...]:
    """Read a list of fields; those without a name are left out."""
    found = []
    for entry in map(lenient.mapping, entries):
        name = lenient.text(entry.get("name"))
        codes = map(lenient.mapping, lenient.items(lenient.mapping(entry.get("domain")).get("codedValues")))
        kind = lenient.text(entry.get("type")).replace("esriFieldType", "").lower()
        if name and kind != "geometry":
            meanings = tuple((code.get("code"), str(code.get("name", ""))) for code in codes)
            found.append(CatalogField(name, kind, lenient.text(entry.get("alias")) or name, meanings))
    return tuple(found)


def time_fields(service: ImageService, fields: tuple[CatalogField, ...]) -> tuple[str, ...]:
    """Return the names of the fields that tell when a raster begins and ends, or of the one that tells when it is."""
    info = lenient.mapping(service.raw.get("timeInfo"))
    named = [lenient.text(info.get(key)) for key in ("startTimeField", "endTimeField")]
    if any(named):
        return tuple(dict.fromkeys(name for name in named if name))
    dates = {each.name.lower(): each.name for each in fields if each.kind == "date"}
    return next(((dates[name],) for name in DATE_FIELDS if name in dates), ())


def rasters_of(answer: dict[str, Any], id_field: str, times: tuple[str, ...]) -> list[CatalogRaster]:
    """Read a set of features; those without an id are left out. The case of names varies between servers."""
    sr = SpatialReference.from_json(answer.get("spatialReference"))
    found = []
    for feature in map(lenient.mapping, lenient.items(answer.get("features"))):
        attributes = lenient.mapping(feature.get("attributes"))
        row = {str(key).lower(): value for key, value in attributes.items()}
        number = lenient.integer(row.get(id_field.lower()))
        if number is None:
            number = lenient.integer(row.get("objectid", row.get("oid")))
        if number is None:
            continue
        geometry = lenient.mapping(feature.get("geometry"))
        moments = [lenient.number(row.get(name.lower())) for name in times]
        low, high = lenient.number(row.get("lowps")), lenient.number(row.get("highps"))
        found.append(
            CatalogRaster(
                id=number,
                name=lenient.text(row.get("name")) or str(number),
                rings=tuple(_ring(ring) for ring in lenient.items(geometry.get("rings"))),
                sr=SpatialReference.from_json(geometry.get("spatialReference")) or sr,
                attributes=attributes,
                period=Period.of(*moments[:2]) if moments else None,
                cell_size=(low, high) if low is not None and high is not None else None,
                category=lenient.integer(row.get("category")),
            )
        )
    return found


def _ring(value: Any) -> Ring:
    points = (lenient.numbers(point)[:2] for point in lenient.items(value))
    return tuple((x, y) for x, y in (point for point in points if len(point) == 2) if x is not None and y is not None)


def sorted_as(order: tuple[str, ...], rasters: list[CatalogRaster]) -> list[CatalogRaster]:
    """Sort as ``orderByFields`` would: by several fields, each "NAME", "NAME ASC" or "NAME DESC"; nulls come first."""
    for entry in reversed(order):
        name, _, direction = entry.strip().partition(" ")

        def key(raster: CatalogRaster, name: str = name) -> tuple[Any, ...]:
            value = next((v for k, v in raster.attributes.items() if k.lower() == name.lower()), None)
            is_text = isinstance(value, str)
            return (value is not None, is_text, value if value is not None else 0)

        rasters.sort(key=key, reverse=direction.strip().upper() == "DESC")
    return rasters


def dates_of(rasters: list[CatalogRaster]) -> tuple[datetime, ...]:
    """Return the different dates at which rasters begin, in order."""
    return tuple(sorted({raster.period.start for raster in rasters if raster.period is not None}))
