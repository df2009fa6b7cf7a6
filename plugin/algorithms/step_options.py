# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters that say which dates, variables, depths or rasters are wanted, and what they mean to the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterString,
)

from ..crs import reference_named
from .base import ImageServicesAlgorithm, tr
from .download_options import places_of

if TYPE_CHECKING:
    from ...core.catalog import CatalogQuery
    from ...core.steps import StepChoice

# The words of the contract; a test compares them with the library's.
EVERY = ("date", "day", "month", "year")


def add_step_parameters(algorithm: ImageServicesAlgorithm) -> None:
    """Add the parameters that choose steps of a stack."""
    algorithm.addParameter(QgsProcessingParameterString("TIME", tr("Time"), optional=True))
    algorithm.addParameter(QgsProcessingParameterString("VARIABLES", tr("Variables"), optional=True))
    algorithm.addParameter(QgsProcessingParameterString("DIMENSIONS", tr("Other dimensions"), optional=True))
    algorithm.addParameter(
        QgsProcessingParameterEnum(
            "EVERY", tr("One slice for each"), options=list(EVERY), defaultValue="date", usesStaticStrings=True
        )
    )
    algorithm.add_advanced(
        QgsProcessingParameterString("WHERE", tr("Condition on the rasters"), optional=True),
        tr("An SQL condition on the attributes of the catalogue, such as CloudCover < 10."),
    )


def choice_from(
    algorithm: ImageServicesAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> StepChoice:
    """Return the choice that the parameters ask for.

    Raises:
        PlanError: one of them is not what it should be.
    """
    from ...core.grid import Extent
    from ...core.steps import StepChoice

    places = places_of(algorithm, parameters, context)
    extent = places.get("extent")
    reference = places.get("extent_sr")
    return StepChoice(
        time=algorithm.text(parameters, "TIME", context),
        variables=_words(algorithm.text(parameters, "VARIABLES", context)),
        places=_dimensions(algorithm.text(parameters, "DIMENSIONS", context)),
        extent=Extent(*extent) if extent is not None else None,
        extent_sr=reference_named(reference) if extent is not None and reference else None,
        where=algorithm.text(parameters, "WHERE", context),
        every=algorithm.parameterAsEnumString(parameters, "EVERY", context) or "date",
    )


def add_query_parameters(algorithm: ImageServicesAlgorithm) -> None:
    """Add the parameters that choose rasters of a catalogue."""
    algorithm.addParameter(QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True))
    algorithm.addParameter(QgsProcessingParameterString("WHERE", tr("Condition on the rasters"), optional=True))
    algorithm.addParameter(QgsProcessingParameterString("TIME", tr("Time"), optional=True))
    algorithm.addParameter(QgsProcessingParameterString("IDS", tr("Ids of rasters"), optional=True))
    algorithm.add_advanced(QgsProcessingParameterString("ORDER", tr("Sort by"), optional=True))
    algorithm.add_advanced(QgsProcessingParameterBoolean("PRIMARY_ONLY", tr("Leave overviews out"), defaultValue=True))


def query_from(
    algorithm: ImageServicesAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> CatalogQuery:
    """Return the query that the parameters ask for.

    Raises:
        PlanError: one of them is not what it should be.
    """
    from ...core.catalog import CatalogQuery
    from ...core.errors import PlanError
    from ...core.grid import Extent

    places = places_of(algorithm, parameters, context)
    extent, reference = places.get("extent"), places.get("extent_sr")
    listed = algorithm.text(parameters, "IDS", context)
    try:
        ids = tuple(int(word) for word in _words(listed)) if listed else None
    except ValueError:
        raise PlanError(
            tr("“{text}” is no list of ids: give whole numbers, such as 3,7.").format(text=listed)
        ) from None
    return CatalogQuery(
        where=algorithm.text(parameters, "WHERE", context),
        extent=Extent(*extent) if extent is not None else None,
        extent_sr=reference_named(reference) if extent is not None and reference else None,
        time=algorithm.text(parameters, "TIME", context),
        ids=ids,
        order=_words(algorithm.text(parameters, "ORDER", context)),
        primary_only=algorithm.parameterAsBool(parameters, "PRIMARY_ONLY", context),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip()))


def _dimensions(text: str) -> tuple[tuple[str, float, float], ...]:
    """Read "StdZ=-10" or "StdZ=-10/0; Height=2"."""
    found = []
    for part in text.split(";"):
        name, _, ends = part.partition("=")
        if not part.strip():
            continue
        try:
            low, _, high = ends.partition("/")
            values = (float(low), float(high or low))
        except ValueError:
            from ...core.errors import PlanError

            complaint = tr("“{text}” names no place along a dimension: write StdZ=-10, or StdZ=-10/0.")
            raise PlanError(complaint.format(text=part.strip())) from None
        found.append((name.strip(), min(values), max(values)))
    return tuple(found)
