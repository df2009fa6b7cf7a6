# SPDX-License-Identifier: GPL-2.0-or-later
"""The items of the Browser panel. Their children are made in threads; whatever goes wrong there becomes an item, too.

No item knows a window: menus and double clicks are handled by ``menus``. QGIS owns what ``createChildren`` returns. But
``children()`` gives what it returns to Python, which deletes it while QGIS still shows it (measured with 3.40): whoever
wants the children of an item asks the model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsDataCollectionItem, QgsDataItem, QgsErrorItem, QgsLayerItem, QgsMimeDataUtils
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ...core.address import shareable
from ...core.cancel import Cancel
from ...core.errors import Cancelled
from ..gis_store import ProfileRegistry, Registration
from ..messages import details, log, sentence
from ..tasks import CoreTask, TaskRunner
from .places import Branch, Contents, Entry, Kind, Places

translate = QCoreApplication.translate

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
PROVIDER_NAME = "imageservices"
ROOT_PATH = "imageservices:"
# Branches first, then services, then what says that there is more.
_BRANCH_ORDER, _SERVICE_ORDER, _LAST = "1", "2", "3"
_FERTILE = Qgis.BrowserItemCapability.Fertile


@dataclass
class Shelf:
    """What the items share: where services are found, who loads further pages, and the switch that ends all reading."""

    places: Places
    runner: TaskRunner
    cancel: Cancel = field(default_factory=Cancel)


def icon(name: str) -> QIcon:
    """Return one of the plugin's icons."""
    return QIcon(str(ICONS / f"{name}.svg"))


class RootItem(QgsDataCollectionItem):
    """The list of registered GIS; it is read from the user's profile, at once."""

    def __init__(self, parent: QgsDataItem | None, shelf: Shelf) -> None:
        super().__init__(parent, translate("Browser", "Image Services"), ROOT_PATH, PROVIDER_NAME)
        self._shelf = shelf
        self.setIcon(icon("image_services"))
        self.setToolTip(translate("Browser", "Image services of ArcGIS portals and servers"))
        self.setCapabilitiesV2(_FERTILE | Qgis.BrowserItemCapability.Fast)

    def createChildren(self) -> list[QgsDataItem]:
        """Return an item for each registered GIS."""
        return [GisItem(self, known, self._shelf) for known in ProfileRegistry().registrations()]


class BranchItem(QgsDataCollectionItem):
    """Something that can be opened: content, a group, a folder; further pages are added when they are asked for."""

    def __init__(self, parent: QgsDataItem, branch: Branch, shelf: Shelf, order: int = 0) -> None:
        path = f"{ROOT_PATH}/{branch.gis}/{branch.path}"
        super().__init__(parent, branch.title or branch.gis, path, PROVIDER_NAME)
        self.branch = branch
        self._shelf = shelf
        self._more: MoreItem | None = None
        self.setIconName(_icon_name(branch.kind))
        self.setCapabilitiesV2(_FERTILE)
        self.setSortKey(f"{_BRANCH_ORDER}{order:04d}{self.name().lower()}")

    def createChildren(self) -> list[QgsDataItem]:
        """Read the first page, in a thread of QGIS's."""
        try:
            contents = self._shelf.places.contents(self.branch, cancel=self._shelf.cancel)
            return self._items(contents) or [self._nothing_here()]
        except Cancelled:
            return []
        except Exception as error:  # noqa: BLE001 - QGIS would show an empty branch and not say why
            return [self._failure(error)]

    def url(self) -> str:
        """Return the address of a folder of a services directory."""
        return f"{ProfileRegistry().registration(self.branch.gis).url}/rest/services/{self.branch.key}"

    def load_more(self) -> None:
        """Read the next page in the background and add it; on the main thread."""
        item, self._more = self._more, None
        if item is None or item.start is None:
            return
        item.show_loading()

        def work(cancel: Cancel, _progress: Any) -> Contents:
            return self._shelf.places.contents(self.branch, item.start or 1, cancel)

        def add(children: list[QgsDataItem]) -> None:
            if not sip.isdeleted(self):
                self.deleteChildItem(item)
                for child in children:
                    self.addChildItem(child, True)

        task = CoreTask(
            translate("Browser", "Listing image services"),
            work,
            on_done=lambda contents: add([] if sip.isdeleted(self) else self._items(contents)),
            on_failed=lambda error: add([] if sip.isdeleted(self) else [self._failure(error)]),
        )
        self._shelf.runner.run(task)

    def _items(self, contents: Contents) -> list[QgsDataItem]:
        branches = [BranchItem(self, b, self._shelf, i) for i, b in enumerate(self._ordered(contents.branches))]
        items = [*branches, *(ServiceItem(self, entry) for entry in contents.entries)]
        if contents.more is not None:
            self._more = MoreItem(self, contents.more)
            items.append(self._more)
        return items

    def _ordered(self, branches: tuple[Branch, ...]) -> list[Branch]:
        """Return folders and groups by their titles; the parts of a portal keep their order."""
        if self.branch.kind is Kind.ROOT and any(branch.kind is not Kind.FOLDER for branch in branches):
            return list(branches)
        return sorted(branches, key=lambda branch: branch.title.lower())

    def _nothing_here(self) -> QgsDataItem:
        text = translate("Browser", "No image services")
        item = QgsDataItem(Qgis.BrowserItemType.Custom, self, text, f"{self.path()}/nothing")
        item.setState(Qgis.BrowserItemState.Populated)
        return item

    def _failure(self, error: BaseException) -> QgsDataItem:
        log(details(error), Qgis.MessageLevel.Warning)
        item = QgsErrorItem(self, sentence(error), f"{self.path()}/error")
        item.setToolTip(sentence(error))
        return item


class GisItem(BranchItem):
    """A registered GIS."""

    def __init__(self, parent: QgsDataItem, registration: Registration, shelf: Shelf) -> None:
        super().__init__(parent, Branch(registration.name), shelf)
        self.registration = registration
        self.setIcon(icon("gis"))
        self.setToolTip(registration.url)

    def equal(self, other: QgsDataItem) -> bool:
        """Tell whether nothing has changed; QGIS keeps what is equal, with its children, and replaces the rest."""
        return isinstance(other, GisItem) and other.registration == self.registration


class ServiceItem(QgsLayerItem):
    """An image service; QGIS adds what it adds to every layer: a preview, and adding it to the project."""

    def __init__(self, parent: QgsDataItem, entry: Entry) -> None:
        from ..live_layer import LiveSource, explanation, provider_key, uri

        self.entry = entry
        self.source = LiveSource(entry.url, entry.title, entry.gis)
        path = f"{parent.path()}/{shareable(entry.url)}"
        kind = Qgis.BrowserLayerType.Raster
        super().__init__(parent, entry.title, path, uri(self.source), kind, provider_key())
        self.setState(Qgis.BrowserItemState.Populated)
        self.setIcon(icon("image_service"))
        self.setSortKey(f"{_SERVICE_ORDER}{entry.title.lower()}")
        self.setToolTip(f"{shareable(entry.url)}\n\n{explanation()}")

    def mimeUris(self) -> list[QgsMimeDataUtils.Uri]:
        """Return what is dragged."""
        from ..live_layer import drag_uri

        return [drag_uri(self.source)]


class MoreItem(QgsDataItem):
    """Stands below the services of a page; a double click adds the next page."""

    def __init__(self, parent: BranchItem, start: int) -> None:
        super().__init__(
            Qgis.BrowserItemType.Custom, parent, translate("Browser", "More…"), f"{parent.path()}/more/{start}"
        )
        self.start = start
        self.branch_item = parent
        self.setState(Qgis.BrowserItemState.Populated)
        self.setIconName("/mActionArrowDown.svg")
        self.setSortKey(_LAST)
        self.setToolTip(translate("Browser", "Double-click to list more image services"))

    def show_loading(self) -> None:
        """Say that the page is on its way."""
        self.setName(translate("Browser", "Loading…"))


def _icon_name(kind: Kind) -> str:
    return {
        Kind.ALL: "/search.svg",
        Kind.ORGANISATION: "/mIconFolderHome.svg",
        Kind.CONTENT: "/user.svg",
        Kind.GROUPS: "/mIconRasterGroup.svg",
        Kind.GROUP: "/mIconRasterGroup.svg",
    }.get(kind, "/mIconFolder.svg")
