"""What the deployment's configuration says of itself."""

from dataclasses import fields

from myaccount.config import PREFIX, Config, read
from myaccount.services.paying.processor import Keys

SECRET = "a-word-that-nobody-may-read"
PASSWORDS = {"database_url": "postgresql://u:{}@db/x", "redis_url": "redis://:{}@r/0", "smtp_url": "smtp://u:{}@m"}
PASSWORDS |= {"text_url": "https://u:{}@texts.test"}


def test_no_secret_is_in_what_a_configuration_says_of_itself():
    names = [one.name for one in fields(Config) if one.name.endswith(("_secret", "secret_key", "_token"))]
    given = Config(**{**dict.fromkeys(names, SECRET), **{name: url.format(SECRET) for name, url in PASSWORDS.items()}})
    assert len(names) == 8
    assert SECRET not in repr(given)
    assert SECRET in given.secret_key and SECRET in given.database_url
    assert given != Config()


def test_what_is_no_secret_is_in_it():
    assert "https://portal.test" in repr(read({f"{PREFIX}BASE_URL": "https://portal.test"}))


def test_no_key_of_a_processor_is_in_what_its_keys_say_of_themselves():
    assert repr(Keys("pk_shown", SECRET, SECRET)).endswith("Keys(publishable_key='pk_shown')")
