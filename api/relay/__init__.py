"""CineSync's relay: `python -m api.relay`. Carries frames between apps' sockets and the functions of the schema `relay`.

It knows no rules: whoever may do what is decided in the database, and what a party's members are told is read from the
party's log there. It keeps nothing that another relay could not make anew: which sockets are attached to which party,
and the number of the last event that each was sent. So any number of relays run side by side, and one that is killed
loses nothing: its apps connect to another one and go on from the last number that they have.

  client.py    one socket: its frames, limits and end
  parties.py   which sockets are attached to which party, and the events on their way to them
  calls.py     commands of some milliseconds gathered into one transaction
  rounds.py    what is asked and told again and again: presence, revoked sessions, deadlines, heads, reactions
  clock.py     the database's clock, estimated
  database.py  connections: one call at a time, and one that listens
  server.py    puts it together, answers HTTP, starts and stops
"""
