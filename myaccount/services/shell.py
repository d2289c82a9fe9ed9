"""What surrounds every page: the clinic, and who is signed in."""

from myaccount.domain.clinic_side import home_of
from myaccount.domain.people import full_name, initials
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.views.shell import Shell


def shell(ctx: ClinicContext) -> Shell:
    """Show the clinic and the person. What the clinic does not show is blank."""
    phone = ctx.clinic.phone if ctx.settings.show_phone else ""
    email = ctx.clinic.email if ctx.settings.show_email else ""
    first, last = (ctx.first_name, ctx.last_name) if isinstance(ctx, PatientContext) else ("", "")
    role = ctx.role if isinstance(ctx, PatientContext) else None
    return Shell(
        clinic_name=ctx.clinic.name,
        clinic_phone=phone,
        clinic_phone_url=f"tel:{phone}" if phone else "",
        clinic_email=email,
        clinic_email_url=f"mailto:{email}" if email else "",
        person_name=full_name(first, last),
        person_initials=initials(first, last),
        role=role.value if role else "",
        clinic_home=home_of(role),
    )
