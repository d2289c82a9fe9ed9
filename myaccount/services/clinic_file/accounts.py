"""Plan accounts: usernames are one of a kind at a clinic, and a password is only ever the first one."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session

from myaccount.domain.people import casefolded
from myaccount.domain.usernames import tidy, username_problem
from myaccount.messages import say
from myaccount.models import Account
from myaccount.models.columns import new_id
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.schema import AccountSection
from myaccount.services.identity.passwords import AT_ONCE, hash_password
from myaccount.store import clinic_file as store


class Accounts:
    """The accounts of a clinic that the file speaks of: those there are, and those it brings."""

    def __init__(self, tx: Session, plan: Plan, person_ids: Iterable[str], said: Iterable[AccountSection]) -> None:
        self._plan = plan
        keys = [casefolded(tidy(one.username)) for one in said]
        found = store.accounts(tx, plan.clinic_id, person_ids, keys)
        self._of_person = {row["person_id"]: row for row in found}
        for row in found:
            plan.usernames.setdefault(row["username_key"], row["person_id"])

    def plan(
        self, path: str, person_id: str, email: str | None, said: AccountSection | None, said_before: str | None
    ) -> None:
        """Plan somebody's account.

        Edges: an account that is there keeps its password, and its username too if the patient chose another since.
        """
        if said is None:
            return
        before = self._of_person.get(person_id)
        if before and said_before is not None and before["username"] != said_before:
            if before["username"] != said.username:
                self._plan.kept.append(f"{path}.username")
            return
        if problem := self._problem(said.username, person_id, email):
            self._plan.problems.add(f"{path}.username", problem)
            return
        username = tidy(said.username)
        names = {"username": username, "username_key": casefolded(username)}
        if before:
            self._plan.writes.put(Account, {**before, **names}, before)
        else:
            self._add(person_id, names, said.password)

    def _problem(self, username: str, person_id: str, email: str | None) -> str | None:
        if rule := username_problem(tidy(username), email):
            return say(rule, "en")
        owner = self._plan.usernames.setdefault(casefolded(tidy(username)), person_id)
        return None if owner == person_id else "Somebody else at this clinic has this username"

    def _add(self, person_id: str, names: dict[str, str], password: str) -> None:
        row = {
            "id": new_id(),
            "clinic_id": self._plan.clinic_id,
            "person_id": person_id,
            **names,
            "password_hash": "",
            "password_changed_at": self._plan.now,
            "disabled_at": None,
        }
        self._plan.writes.put(Account, row, None)
        self._plan.passwords.append((row, password))


def hashed(first: Mapping[str, str]) -> dict[str, str]:
    """Hash first passwords, by the username they are for, as many at once as may be: each is slow on purpose."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(first, pool.map(hash_password, first.values()), strict=True))


def set_hashes(plan: Plan, hashes: Mapping[str, str]) -> None:
    """Give the new accounts of a plan the hashes of their first passwords; hash those that were not known before."""
    missing = {row["username_key"]: first for row, first in plan.passwords if row["username_key"] not in hashes}
    known = {**hashes, **hashed(missing)}
    for row, _ in plan.passwords:
        row["password_hash"] = known[row["username_key"]]
