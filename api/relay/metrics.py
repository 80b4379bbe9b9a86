"""What Prometheus is told of a relay."""

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("syncstream_relay_sockets", "Open sockets")
PARTIES = Gauge("syncstream_relay_parties", "Parties with a socket attached here")
BUFFERED = Gauge("syncstream_relay_buffered_bytes_max", "The most bytes that wait in this relay for one socket's client to read")
EVENTS = Counter("syncstream_relay_events", "Events that sockets here were sent")
DELIVERIES = Counter("syncstream_relay_deliveries", "Events sent, once a socket")
LAG = Histogram(
    "syncstream_relay_event_lag_seconds",
    "From an event's time in the database to its sending",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
)
CALLS = Counter("syncstream_relay_calls", "Calls for clients, by what came of them", ["op", "code"])
BATCH = Histogram("syncstream_relay_batch_calls", "Calls in one transaction", ["lane"], buckets=(1, 2, 5, 10, 20, 35, 50))
BATCH_SECONDS = Histogram(
    "syncstream_relay_batch_seconds",
    "Time of such a transaction",
    ["lane"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 5),
)
CLOSES = Counter("syncstream_relay_closes", "Sockets that ended, by close code (1006: without a word)", ["code"])
LISTENS = Counter("syncstream_relay_listens", "Times that the listening connection was made: the first, and each reconnection")
LOST = Counter("syncstream_relay_connections_lost", "Connections to PostgreSQL that were lost or given up", ["connection"])
CLOCK_DELAY = Gauge(
    "syncstream_relay_clock_delay_seconds", "Round trip of the sample that the clock's estimate stands on; it is off by at most half"
)
