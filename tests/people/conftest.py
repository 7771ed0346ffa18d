import pytest

from asknext.people.identity import Identity
from asknext.people.people import People
from asknext.people.role import Role
from asknext.store.database import Database
from asknext.store.people.tables import PEOPLE_TABLES

HOUR, DAY = 3600.0, 86_400.0
PASSWORD = "seven green kettles"


class Clock:
    """Time that goes on when told to."""

    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        return self.now


class Room:
    """People with an admin called root, and what tests ask of them in one word."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock
        self.people = People(database, idle=12 * HOUR, longest=7 * DAY, clock=clock)

    def add(self, name, *, admin=False, password=PASSWORD, **roles):
        """An account with ``roles`` by project; its number."""
        secret = self.people.invitations.to_server(by="test", admin=admin)
        person = self.people.invitations.accept(secret, name, password)
        for project, role in roles.items():
            self.people.members.put(person, project, role, (), by=Identity("test", Role.ADMIN))
        return person

    def come_in(self, person):
        """A session: the secret and who it is."""
        secret = self.people.sessions.open(person)
        return secret, self.people.sessions.find(secret)

    def logged(self, what):
        return [each for each in self.people.log.page() if each["what"] == what]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(autouse=True)
def cheap_hashes(request, monkeypatch):
    """Argon2 with its own parameters takes 65 ms a time; only its own tests need those."""
    if "real_hashes" not in request.fixturenames:
        from asknext.people import password_hash

        monkeypatch.setattr(password_hash, "MEMORY_KIB", 8)
        monkeypatch.setattr(password_hash, "PASSES", 1)


@pytest.fixture
def room(database_url, clock):
    database = Database(database_url, PEOPLE_TABLES)
    yield Room(database, clock)
    database.close()


@pytest.fixture
def sqlite_room(tmp_path, clock):
    database = Database(tmp_path / "people.db", PEOPLE_TABLES)
    yield Room(database, clock)
    database.close()


@pytest.fixture
def real_hashes():
    """Asks for the parameters that are used in earnest."""
