"""Load what people of the file may do for one another. What they changed since, or took back, is kept."""

from sqlmodel import Session

from myaccount.domain.family import LABEL_AT_MOST, Permission, tidy_label, write_permissions
from myaccount.models import Relationship
from myaccount.services.clinic_file.plan import BroughtRelationship, Plan
from myaccount.services.clinic_file.reading import Sections
from myaccount.store import family as store


def plan(sections: Sections, plan: Plan) -> None:
    """Find the two people of each relationship. One pair comes once."""
    seen: dict[tuple[str, str], str] = {}
    for entry in sections.relationships:
        said, path = entry.said, entry.path
        from_id = plan.people.find(plan.problems, f"{path}.from", said.from_)
        to_id = plan.people.find(plan.problems, f"{path}.to", said.to)
        label = tidy_label(said.label)
        if said.label.strip() and not label:
            plan.problems.add(f"{path}.label", f"This must be one line of at most {LABEL_AT_MOST} characters")
        if said.from_ == said.to:
            plan.problems.add(f"{path}.to", "Nobody acts for themselves")
        elif (said.from_, said.to) in seen:
            plan.problems.add(path, f"The same two people stand at {seen[said.from_, said.to]} already")
        elif from_id and to_id:
            seen[said.from_, said.to] = path
            permissions = write_permissions(Permission(one) for one in said.permissions)
            plan.relationships.append(BroughtRelationship(path, from_id, to_id, label, permissions))


def load(tx: Session, plan: Plan) -> None:
    """Write the relationships."""
    for brought in plan.relationships:
        plan.count("relationships", _written(tx, brought, plan))


def _written(tx: Session, brought: BroughtRelationship, plan: Plan) -> str:
    said = f"{brought.label}|{brought.permissions}"
    row = store.latest_between(tx, brought.from_id, brought.to_id)
    if row is None:
        row = Relationship(
            clinic_id=plan.clinic_id, from_id=brought.from_id, to_id=brought.to_id, permissions="", created_at=plan.now
        )
        outcome = "added"
    elif row.imported == said and row.ended_at is None:
        return "unchanged"
    elif row.ended_at is not None or row.imported != f"{row.label}|{row.permissions}":
        plan.kept.append(brought.path)
        return "unchanged"
    else:
        outcome = "updated"
    row.label, row.permissions, row.imported = brought.label, brought.permissions, said
    tx.add(row)
    tx.flush()
    return outcome
