"""A service's token: from the environment, or from the keyring of the system."""

from __future__ import annotations

import os
from collections.abc import Mapping

import keyring
from keyring.errors import KeyringError

_OURS = "commonplace"


def token_of(service: str, environment: Mapping[str, str] = os.environ) -> str:
    """
    Find the token for `service`; empty if there is none.

    Parameters
    ----------
    service
        ``hypothesis`` or ``readwise``; ``HYPOTHESIS_TOKEN`` is its variable, ``keyring set commonplace hypothesis``
        puts it into the keyring.
    environment
        The variables of the environment.
    """
    if told := environment.get(f"{service.upper()}_TOKEN", "").strip():
        return told
    try:
        return (keyring.get_password(_OURS, service) or "").strip()
    except KeyringError:  # There is no keyring here, or it is locked.
        return ""


def how_to_set(service: str) -> str:
    """Say how a token is given."""
    hint = f"Put it into the variable {service.upper()}_TOKEN, or say `keyring set {_OURS} {service}`"
    return hint  # noqa: RET504  # By this name the catalogue of translations finds it.
