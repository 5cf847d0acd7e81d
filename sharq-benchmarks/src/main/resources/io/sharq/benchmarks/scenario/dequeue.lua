-- The least that a dequeue does: the queues in turn release one job each, spaced by the interval, under a fenced lease.
-- KEYS: jobs, turns, spaced, prefix of the lists, leases.
-- ARGV: jobs wanted, now, now + interval, end of the lease, token.
-- Returns queue, job id and payload of each job.
local jobs, turns, spaced, list, leases = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local next, ends, token = ARGV[3], ARGV[4], ARGV[5]
local ready = redis.call('ZRANGE', turns, '-inf', ARGV[2], 'BYSCORE', 'LIMIT', '0', ARGV[1])
local count = #ready
if count == 0 then
  return ready
end
local released, fields, held, again = {}, {}, {}, {}
for i = 1, count do
  local queue = ready[i]
  local id = redis.call('LPOP', list .. queue)
  local field = queue .. '/' .. id
  released[i * 3 - 2], released[i * 3 - 1] = queue, id
  fields[i] = field
  held[i * 2 - 1], held[i * 2] = ends, token .. field
  if redis.call('EXISTS', list .. queue) == 1 then
    again[#again + 1] = next
    again[#again + 1] = queue
  else
    redis.call('ZREM', turns, queue)
    redis.call('HSET', spaced, queue, next)
  end
end
local payloads = redis.call('HMGET', jobs, unpack(fields))
for i = 1, count do
  released[i * 3] = payloads[i]
end
if #again > 0 then
  redis.call('ZADD', turns, unpack(again))
end
redis.call('ZADD', leases, unpack(held))
return released
