#!/usr/bin/env python3
"""The original's enqueue, dequeue, finish and requeue on its keys, as their layout says; for tests of the import.

usage: original.py PORT PREFIX TYPE QUEUES INTERVAL_MS LEASE_MS

Prints one line for each event: E queue job (enqueued), R queue job ms (released), F queue job (finished). A line `stop` on
standard input ends the producer; the end of standard input ends the workers. About one job in ten is left to expire once.
"""
import sys
import threading
import time

import msgpack
import redis

PORT, PREFIX, TYPE, QUEUES, INTERVAL, LEASE = sys.argv[1:7]
INTERVAL, LEASE = int(INTERVAL), int(LEASE)
r = redis.Redis(port=int(PORT))
out = threading.Lock()
ended, producer_ended = threading.Event(), threading.Event()

ENQUEUE = r.register_script("""
local p, t, now, q, j = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local base = p .. ':' .. t .. ':' .. q
redis.call('RPUSH', base, j)
redis.call('HSET', p .. ':payload', t .. ':' .. q .. ':' .. j, ARGV[4])
redis.call('HSET', p .. ':interval', t .. ':' .. q, ARGV[5])
redis.call('HSET', base .. ':requeues_remaining', j, ARGV[6])
if not redis.call('ZSCORE', p .. ':' .. t, q) then
  local last = redis.call('GET', base .. ':time')
  local ready = tonumber(now)
  if last then
    ready = math.max(ready, last + ARGV[5])
  end
  redis.call('ZADD', p .. ':' .. t, string.format('%.0f', ready), q)
  redis.call('SADD', p .. ':ready:queue_type', t)
end
""")

DEQUEUE = r.register_script("""
local p, t, now, lease = KEYS[1], KEYS[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local q = redis.call('ZRANGEBYSCORE', p .. ':' .. t, '-inf', now, 'LIMIT', 0, 1)[1]
if not q then
  return false
end
local base = p .. ':' .. t .. ':' .. q
local j = redis.call('LPOP', base)
if not j then
  redis.call('ZREM', p .. ':' .. t, q)
  return false
end
local interval = tonumber(redis.call('HGET', p .. ':interval', t .. ':' .. q) or '0')
redis.call('ZADD', p .. ':' .. t .. ':active', string.format('%.0f', now + lease), q .. ':' .. j)
redis.call('SADD', p .. ':active:queue_type', t)
redis.call('PSETEX', base .. ':time', ARGV[2], ARGV[1])
if redis.call('LLEN', base) == 0 then
  redis.call('ZREM', p .. ':' .. t, q)
  if redis.call('EXISTS', p .. ':' .. t) == 0 then
    redis.call('SREM', p .. ':ready:queue_type', t)
  end
else
  redis.call('ZADD', p .. ':' .. t, string.format('%.0f', now + interval), q)
end
return {q, j, redis.call('HGET', p .. ':payload', t .. ':' .. q .. ':' .. j)}
""")

FINISH = r.register_script("""
local p, t, q, j = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local base = p .. ':' .. t .. ':' .. q
if redis.call('ZREM', p .. ':' .. t .. ':active', q .. ':' .. j) == 0 then
  return 0
end
redis.call('HDEL', p .. ':payload', t .. ':' .. q .. ':' .. j)
redis.call('HDEL', base .. ':requeues_remaining', j)
if redis.call('LLEN', base) == 0 then
  redis.call('HDEL', p .. ':interval', t .. ':' .. q)
end
if redis.call('EXISTS', p .. ':' .. t .. ':active') == 0 then
  redis.call('SREM', p .. ':active:queue_type', t)
end
return 1
""")

REQUEUE = r.register_script("""
local p, t, now = KEYS[1], KEYS[2], tonumber(ARGV[1])
for _, entry in ipairs(redis.call('ZRANGEBYSCORE', p .. ':' .. t .. ':active', '-inf', now)) do
  local q, j = entry:match('^(.*):(.*)$')
  local base = p .. ':' .. t .. ':' .. q
  redis.call('ZREM', p .. ':' .. t .. ':active', entry)
  local left = tonumber(redis.call('HGET', base .. ':requeues_remaining', j) or '-1')
  if left == 0 then
    redis.call('HDEL', p .. ':payload', t .. ':' .. q .. ':' .. j)
    redis.call('HDEL', base .. ':requeues_remaining', j)
  else
    if left > 0 then
      redis.call('HINCRBY', base .. ':requeues_remaining', j, -1)
    end
    redis.call('LPUSH', base, j)
    if not redis.call('ZSCORE', p .. ':' .. t, q) then
      local last = redis.call('GET', base .. ':time')
      local interval = tonumber(redis.call('HGET', p .. ':interval', t .. ':' .. q) or '0')
      redis.call('ZADD', p .. ':' .. t, string.format('%.0f', last and math.max(now, last + interval) or now), q)
    end
    redis.call('SADD', p .. ':ready:queue_type', t)
  end
end
if redis.call('EXISTS', p .. ':' .. t .. ':active') == 0 then
  redis.call('SREM', p .. ':active:queue_type', t)
end
""")


def now():
    return int(time.time() * 1000)


def say(*words):
    with out:
        print(*words, flush=True)


def produce():
    number = 0
    while not producer_ended.is_set():
        queue, job = "user%03d" % (number % int(QUEUES)), "job-%05d" % number
        payload = msgpack.packb({"queue": queue, "job": job}, use_bin_type=True)
        # Said before, so that a job is known before it is released.
        say("E", queue, job)
        ENQUEUE(keys=[PREFIX, TYPE], args=[now(), queue, job, payload, INTERVAL, 5])
        number += 1
        time.sleep(INTERVAL / 1000 / int(QUEUES) / 2)


def work():
    left = set()
    while not ended.is_set():
        instant = now()
        found = DEQUEUE(keys=[PREFIX, TYPE], args=[instant, LEASE])
        if not found:
            time.sleep(0.002)
            continue
        queue, job = found[0].decode(), found[1].decode()
        say("R", queue, job, instant)
        if job.endswith("7") and job not in left:
            left.add(job)
        elif FINISH(keys=[PREFIX, TYPE], args=[queue, job]) == 1:
            say("F", queue, job)


def requeue():
    while not ended.is_set():
        REQUEUE(keys=[PREFIX, TYPE], args=[now()])
        time.sleep(0.05)


threads = [threading.Thread(target=each) for each in (produce, work, work, requeue)]
for thread in threads:
    thread.start()
for line in sys.stdin:
    if line.strip() == "stop":
        producer_ended.set()
        threads[0].join()
        say("S")
producer_ended.set()
ended.set()
for thread in threads:
    thread.join()
