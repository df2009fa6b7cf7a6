# SPDX-License-Identifier: GPL-2.0-or-later
"""The portal: every resource below ``/portal/sharing/rest``, and the token services of the servers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from ..answer import Answer, Call
from ..catalog import Catalog
from ..errors import invalid_url
from ..publishing.service import Publishing
from . import community
from .accounts import Accounts
from .codes import Codes
from .content import Content
from .folders import Folders
from .generate import portal_token, standalone_token
from .grants import Grants
from .items import Items
from .paths import FEDERATED, ONLINE, PORTAL
from .people import APPLICATIONS, GROUPS, SERVER_USERS, USERS
from .servers import Joined, Servers, Services
from .signin import SignIn

Resource = Callable[[Call], Answer]


class Portal:
    """One portal with its servers, over a data folder. Answers from several threads at once."""

    def __init__(self, catalog: Catalog) -> None:
        self.accounts = Accounts()
        self.servers = Servers.over(catalog)
        self._folders = Folders()
        self.publishing = Publishing(self.accounts, self._folders)
        self.items = Items(catalog, self.publishing.hosted.items)
        self._codes = Codes()
        self._sign_in = SignIn(self.accounts, self._codes)
        self._grants = Grants(self.accounts, self._codes)
        content = Content(self.accounts, catalog, self.items, self._folders)
        self._resources = {
            **_resources(self.accounts, content, self._sign_in, self._grants),
            **_actions(self.publishing),
        }

    def answer(self, call: Call) -> Answer:
        """Answer a request to the portal, or to the stand-alone server's token service. Raises ServiceError."""
        if call.context != PORTAL:
            return standalone_token(self.accounts, call)
        resource = self._resources.get(call.operation)
        if resource is None:
            raise invalid_url()
        return resource(call)

    def catalog(self, call: Call) -> Services:
        """Return the services of the server that a request went to."""
        if call.context in ONLINE:
            return self.publishing.hosted.catalog(call.context)
        services = self.servers.catalog(call)
        return Joined(services, self.publishing.hosted.catalog(FEDERATED)) if call.context == FEDERATED else services

    def authorize(self, call: Call) -> None:
        """Check a request to one of the servers. Raises ServiceError when it may not pass."""
        self.accounts.authorize(call, self.servers, self.items, self.publishing.sharing(call))

    def set(self, values: Mapping[str, Any]) -> None:
        """Change settings; ``expire`` ends all tokens that are out. Raises ValueError."""
        wanted = dict(values)
        expire = wanted.pop("expire", False)
        self.accounts.settings = self.accounts.settings.changed(wanted)
        self.items.generate(self.accounts.settings.items)
        if expire:
            self.accounts.tokens.expire()

    def reset(self) -> None:
        """Be as at the start: no tokens, no sign-ins, no generated items, nothing published."""
        self.accounts.clear()
        for part in (self._codes, self._sign_in, self._grants, self._folders, self.publishing):
            part.clear()
        self.items.generate(0)

    def state(self) -> dict[str, Any]:
        """Return what the control resource shows."""
        settings = self.accounts.settings
        return {
            "settings": {**vars(settings), "redirects": list(settings.redirects)},
            "users": [
                {
                    "username": user.username,
                    "password": user.password,
                    "fullName": user.full_name,
                    "role": user.role,
                    "privileges": list(user.privileges),
                }
                for user in USERS
            ],
            "server_users": [{"username": name, "password": word} for name, word in SERVER_USERS.items()],
            "groups": [{"id": group.id, "title": group.title, "access": group.access} for group in GROUPS],
            "applications": [
                {"client_id": one.client_id, "client_secret": one.secret, "redirects": list(one.redirects)}
                for one in APPLICATIONS
            ],
            "tokens": [token.json() for token in self.accounts.tokens.all()],
            "sign_ins": self.accounts.sign_ins(),
            "publishing": self.publishing.json(),
        }


def _resources(accounts: Accounts, content: Content, sign_in: SignIn, grants: Grants) -> dict[str, Resource]:
    def of(answer: Callable[[Accounts, Call], Answer]) -> Resource:
        return functools.partial(answer, accounts)

    return {
        "": of(community.root),
        "info": of(community.info),
        "generateToken": of(portal_token),
        "search": content.search,
        "portals/*": of(community.organisation),
        "portals/*/roles": of(community.roles),
        "community/self": of(community.oneself),
        "community/groups": of(community.groups),
        "community/groups/*": of(community.group),
        "community/users/*": of(community.user),
        "content/users/*": content.user_items,
        "content/users/*/*": content.user_items,
        "content/items/*": content.item,
        "content/items/*/data": content.item_data,
        "content/items/*/info/**": content.item_info,
        "content/groups/*": content.group_items,
        "content/groups/*/search": content.group_search,
        "oauth2/authorize": sign_in.authorize,
        "oauth2/signin": sign_in.sign_in,
        "oauth2/approval": sign_in.approval,
        "oauth2/token": grants.token,
        "oauth2/revokeToken": grants.revoke,
    }


def _actions(publishing: Publishing) -> dict[str, Resource]:
    publisher = publishing.publisher
    return {
        "isServiceNameAvailable": publisher.is_name_available,
        "createFolder": publisher.create_folder,
        "deleteFolder": publisher.delete_folder,
        "createService": publisher.create_service,
        "updateItem": publisher.update_item,
        "shareItem": publisher.share_item,
        "deleteItem": publisher.delete_item,
        "generateDirectAccessUrl": publishing.direct_access,
    }
