"""The tables, one aggregate a file. Importing the package registers them all."""

from myaccount.models.account import Account, LoginSession, OneTimeLink
from myaccount.models.appointment import Appointment, Claim, ClassSession
from myaccount.models.attempt import BookingPayment, PaymentAttempt, ProcessorEvent, RefundAttempt
from myaccount.models.audit import AuditEntry
from myaccount.models.booking import BookingHold
from myaccount.models.booking_answer import BookingAnswer
from myaccount.models.card import Card, CardSetup
from myaccount.models.change import Change
from myaccount.models.clinic import Clinic, ClinicHost, ClinicSetting
from myaccount.models.data_export import DataExport
from myaccount.models.document import Document, DocumentVersion, StoredFile
from myaccount.models.family import Acting, Invitation, Relationship
from myaccount.models.form import Form, FormAnswer, FormTemplate, FormVersion
from myaccount.models.form_draft import FormDraft
from myaccount.models.invoice import ClinicCounter, Invoice, InvoiceLine
from myaccount.models.ledger import LedgerAct, LedgerEntry, Receipt
from myaccount.models.logo import ClinicLogo
from myaccount.models.mail_server import MailServer
from myaccount.models.newcomer import Newcomer
from myaccount.models.notification import CalendarFeed, ReminderChoice
from myaccount.models.open_tabs import OpenTabs
from myaccount.models.outbox import OutboxMessage
from myaccount.models.package import Package, PackageTreatment, Redemption
from myaccount.models.paper import KeptPaper, ReceiptCode, VisitCodes
from myaccount.models.passkey import Passkey, SpentChallenge
from myaccount.models.payment import Payment, Refund
from myaccount.models.person import ContactChange, PatientWord, Person
from myaccount.models.practice import Location, Shift, Staff, StaffTreatment, TimeOff, Treatment, TreatmentLocation
from myaccount.models.processor import ProcessorAccount, ProcessorCustomer
from myaccount.models.social import ProviderKeys, SocialAttempt, SocialIdentity
from myaccount.models.task import Task
from myaccount.models.two_step import Authenticator, RecoveryCode
from myaccount.models.video_call import VideoCall
from myaccount.models.video_server import VideoServer
from myaccount.models.wait_list import WaitEntry, WaitOffer

__all__ = [
    "Account",
    "Acting",
    "Appointment",
    "AuditEntry",
    "Authenticator",
    "BookingAnswer",
    "BookingHold",
    "BookingPayment",
    "CalendarFeed",
    "Card",
    "CardSetup",
    "Change",
    "Claim",
    "ClassSession",
    "Clinic",
    "ClinicCounter",
    "ClinicHost",
    "ClinicLogo",
    "ClinicSetting",
    "ContactChange",
    "DataExport",
    "Document",
    "DocumentVersion",
    "Form",
    "FormAnswer",
    "FormDraft",
    "FormTemplate",
    "FormVersion",
    "Invitation",
    "Invoice",
    "InvoiceLine",
    "KeptPaper",
    "LedgerAct",
    "LedgerEntry",
    "Location",
    "LoginSession",
    "MailServer",
    "Newcomer",
    "OneTimeLink",
    "OpenTabs",
    "OutboxMessage",
    "Package",
    "PackageTreatment",
    "Passkey",
    "PatientWord",
    "Payment",
    "PaymentAttempt",
    "Person",
    "ProcessorAccount",
    "ProcessorCustomer",
    "ProcessorEvent",
    "ProviderKeys",
    "Receipt",
    "ReceiptCode",
    "RecoveryCode",
    "Redemption",
    "Refund",
    "RefundAttempt",
    "Relationship",
    "ReminderChoice",
    "Shift",
    "SocialAttempt",
    "SocialIdentity",
    "SpentChallenge",
    "Staff",
    "StaffTreatment",
    "StoredFile",
    "Task",
    "TimeOff",
    "Treatment",
    "TreatmentLocation",
    "VideoCall",
    "VideoServer",
    "VisitCodes",
    "WaitEntry",
    "WaitOffer",
]
