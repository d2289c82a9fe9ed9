"""What surrounds every page: the clinic, and who is signed in."""

from myaccount.domain.booking import OnlineBooking, who_may_book
from myaccount.domain.clinic_side import home_of
from myaccount.domain.people import full_name, initials
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.paying.processor import takes_payments
from myaccount.services.social.keys import on_offer
from myaccount.views.shell import Shell

PAYMENTS = ("/account/cards", "/account/balance")
"""The sections that are there while the clinic takes payments."""

SOCIAL = "/account/social"
"""The section that is there while people can sign in with a profile elsewhere."""

LOGO = "/logo"
"""Below it every clinic's logo has an address of its own, by its digest."""

OPTIONAL = {
    "/account/packages": "packages",
    "/account/notifications": "client_selectable_reminders",
    "/account/family": "family_profiles",
}
"""The sections that a setting brings and takes."""


def shell(ctx: ClinicContext) -> Shell:
    """Show the clinic and the person. What the clinic does not show is blank."""
    phone, email = ctx.clinic.shown_phone, ctx.clinic.shown_email
    signed_in = ctx.oneself if isinstance(ctx, PatientContext) else None
    first, last = (signed_in.first_name, signed_in.last_name) if signed_in else ("", "")
    role = ctx.role if isinstance(ctx, PatientContext) else None
    return Shell(
        clinic_name=ctx.clinic.name,
        colour=ctx.clinic.color,
        logo=logo_address(ctx.clinic.logo),
        logo_is_wide=ctx.clinic.logo_is_wide,
        clinic_phone=phone,
        clinic_phone_url=f"tel:{phone}" if phone else "",
        clinic_email=email,
        clinic_email_url=f"mailto:{email}" if email else "",
        person_name=full_name(first, last),
        person_initials=initials(first, last),
        role=role.value if role else "",
        clinic_home=home_of(role),
        optional=[*_optional(ctx), *(["/book"] if may_book(ctx) else [])],
    )


def logo_address(digest: str) -> str:
    """Tell where a logo is served; blank for none."""
    return f"{LOGO}/{digest}.png" if digest else ""


def may_book(ctx: ClinicContext) -> bool:
    """Tell whether a page leads to online booking. Edges: what is set for a patient counts before the setting."""
    override = ctx.online_booking if isinstance(ctx, PatientContext) else None
    return who_may_book(ctx.settings.online_booking, override) is not OnlineBooking.OFF


def _optional(ctx: ClinicContext) -> list[str]:
    switched = [address for address, setting in OPTIONAL.items() if getattr(ctx.settings, setting)]
    social = [SOCIAL] if on_offer(ctx) else []
    return [*switched, *social, *(PAYMENTS if takes_payments(ctx) else ())]
