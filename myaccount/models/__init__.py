"""The tables, one aggregate a file. Importing the package registers them all."""

from myaccount.models.account import Account, LoginSession, OneTimeLink
from myaccount.models.appointment import Appointment, Claim, ClassSession
from myaccount.models.audit import AuditEntry
from myaccount.models.change import Change
from myaccount.models.clinic import Clinic, ClinicHost, ClinicSetting
from myaccount.models.outbox import OutboxMessage
from myaccount.models.person import ContactChange, Person
from myaccount.models.practice import Location, Shift, Staff, StaffTreatment, Treatment
from myaccount.models.two_step import Authenticator, RecoveryCode

__all__ = [
    "Account",
    "Appointment",
    "AuditEntry",
    "Authenticator",
    "Change",
    "Claim",
    "ClassSession",
    "Clinic",
    "ClinicHost",
    "ClinicSetting",
    "ContactChange",
    "Location",
    "LoginSession",
    "OneTimeLink",
    "OutboxMessage",
    "Person",
    "RecoveryCode",
    "Shift",
    "Staff",
    "StaffTreatment",
    "Treatment",
]
