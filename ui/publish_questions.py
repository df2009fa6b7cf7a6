# SPDX-License-Identifier: GPL-2.0-or-later
"""What the publish dialog asks in the background: the layer's cells, the GIS, and the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..core.cancel import Cancel
from ..core.errors import ImageServiceError, PlanError
from ..plugin import library
from ..plugin.layer_source import LayerSnapshot
from ..plugin.messages import sentence
from ..plugin.tasks import TaskRunner
from .newest_answer import NewestAnswer, Waiting, Work
from .plan_view import ERROR, INFO, SUCCESS

if TYPE_CHECKING:
    from ..core.publish_target import PublishTarget
    from ..core.raster_source import RasterSource

translate = QCoreApplication.translate


class PublishQuestions(QObject):
    """Each method returns an answer, or raises ``Waiting``; ``come`` says that another one can be had."""

    come = pyqtSignal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = NewestAnswer(runner, self)
        self._target = NewestAnswer(runner, self)
        self._name = NewestAnswer(runner, self)
        for answer in self._all():
            answer.come.connect(self.come)

    def _all(self) -> tuple[NewestAnswer, ...]:
        return (self._source, self._target, self._name)

    def source(self, snapshot: LayerSnapshot) -> RasterSource:
        """Return a layer as a source that tells its facts; its cells are not open any more.

        Raises:
            Waiting: it is being read.
            ImageServiceError: it cannot be read.
        """

        def work(_cancel: Cancel) -> RasterSource:
            source = snapshot.open()
            source.close()
            return source

        title = translate("PublishQuestions", "Looking at the layer…")
        source: RasterSource = self._source.to(id(snapshot), title, lambda: work)
        return source

    def target(self, gis: str) -> tuple[PublishTarget, tuple[str, ...]]:
        """Return what a GIS can do for this user, and the titles of the user's folders.

        Raises:
            Waiting: it is being asked.
            ImageServiceError: it does not answer.
        """

        def work(cancel: Cancel) -> tuple[PublishTarget, tuple[str, ...]]:
            from ..core.publish_target import target

            found = target(gis, cancel)
            return found, found.folders(cancel) if found.is_usable else ()

        title = translate("PublishQuestions", "Asking “{name}” what it can do…").format(name=gis)
        answer: tuple[PublishTarget, tuple[str, ...]] = self._target.to(gis, title, lambda: self._connected(work))
        return answer

    def sendable(self, name: str) -> str:
        """Return a service name as it is sent; nothing where it cannot be sent."""
        from ..core.publish_options import service_name_of

        try:
            return service_name_of(name)
        except PlanError:
            return ""

    def name_state(self, target: PublishTarget | None, name: str, is_typing: bool) -> tuple[str, str]:
        """Return how a name stands, a kind and a text; an error keeps it from being used."""
        from ..core.publish_options import service_name_of

        if not name:
            return INFO, ""
        try:
            sent = service_name_of(name)
        except PlanError as error:
            return ERROR, sentence(error)
        if target is None or not target.is_usable or is_typing:
            return INFO, translate("PublishQuestions", "Valid.")
        try:
            is_free = self._is_free(target, sent)
        except Waiting as waiting:
            return INFO, str(waiting)
        except ImageServiceError:  # the server decides when the service is made
            return INFO, translate("PublishQuestions", "Valid; the GIS does not say whether it is free.")
        if is_free:
            return SUCCESS, translate("PublishQuestions", "“{name}” is free.").format(name=sent)
        return ERROR, translate("PublishQuestions", "“{name}” is taken: choose another name.").format(name=sent)

    def _is_free(self, target: PublishTarget, name: str) -> bool:
        def work(cancel: Cancel) -> bool:
            from ..core.publish_target import name_is_available

            return name_is_available(target, name, cancel)

        title = translate("PublishQuestions", "Asking whether “{name}” is free…").format(name=name)
        return bool(self._name.to((id(target), name), title, lambda: work))

    def _connected(self, work: Work) -> Work:
        library.connect()
        return work

    def forget_source(self) -> None:
        """Ask about the layer anew."""
        self._source.forget()

    def forget_gis(self) -> None:
        """Ask the GIS anew."""
        for answer in (self._target, self._name):
            answer.forget()

    def forget_name(self) -> None:
        """Ask anew whether the name is free."""
        self._name.forget()

    def cancel(self) -> None:
        """Ask nothing more."""
        for answer in self._all():
            answer.forget()
