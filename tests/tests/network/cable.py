#!/usr/bin/env python3
"""A cable between two network namespaces: takes the packets of a TUN device in each to the other, late, or not
at all. Reads what to do from its input, a line each:

    delay SECONDS JITTER    how long a packet takes, and how much that differs
    loss SHARE              how many packets do not arrive, of 1
    cut                     none arrives
    mend                    they do again

    cable.py NAMESPACE ADDRESS/LENGTH NAMESPACE ADDRESS/LENGTH
"""
import fcntl, heapq, os, random, selectors, struct, subprocess, sys, time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000


def end(number, namespace, address):
    """A device that this process reads and writes, and that is up in the namespace."""
    name = f"cable{os.getpid() % 100000}{'ab'[number]}"
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    for command in (f"ip link set {name} netns {namespace}",
                    f"ip -n {namespace} address add {address} dev {name}",
                    f"ip -n {namespace} link set {name} up",
                    f"ip -n {namespace} link set lo up"):
        subprocess.run(command.split(), check=True)
    return device


ends = [end(n, *sys.argv[1 + 2 * n:3 + 2 * n]) for n in (0, 1)]
delay, jitter, loss, cut = 0.0, 0.0, 0.0, False
selector = selectors.DefaultSelector()
for device in ends:
    selector.register(device, selectors.EVENT_READ)
selector.register(sys.stdin, selectors.EVENT_READ)
under_way, number, last = [], 0, {}
print("ready", flush=True)
while True:
    wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
    for key, _ in selector.select(wait):
        if key.fileobj is sys.stdin:
            words = sys.stdin.readline().split()
            if not words:
                sys.exit(0)
            if words[0] == "delay":
                delay, jitter = float(words[1]), float(words[2])
            elif words[0] == "loss":
                loss = float(words[1])
            else:
                cut = words[0] == "cut"
            print("done", flush=True)
            continue
        try:
            packet = os.read(key.fd, 65536)
        except BlockingIOError:
            continue
        if cut or random.random() < loss:
            continue
        to = ends[1] if key.fd == ends[0] else ends[0]
        # Packets do not overtake one another.
        due = max(time.monotonic() + delay + random.uniform(0, jitter), last.get(to, 0))
        last[to] = due
        number += 1
        heapq.heappush(under_way, (due, number, to, packet))
    now = time.monotonic()
    while under_way and under_way[0][0] <= now:
        _, _, to, packet = heapq.heappop(under_way)
        try:
            os.write(to, packet)
        except OSError:
            pass  # as with a full queue
