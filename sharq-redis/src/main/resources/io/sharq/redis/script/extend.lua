-- Extends leases (rules 8 and 12).
-- KEYS: the partition's eight. ARGV: clock, lease in microseconds, number of leases, then for each lease: the queue's code,
-- the job's code, the token ('' for the job's current lease).
-- Reply: the wall clock, then for each lease: 1 if done or 0 if lost; its expiry, 0 if lost; the revision.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
--- @include memory
--- @include ids
--- @include state
--- @include damage
--- @nested
--- @include partition
--- @include defaults
--- @include queues
--- @include repairs
--- @include turns
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ending
--- @include return_job

local lease, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local at = clock()
read_fields('', ARGV[4] .. ARGV[5])
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 1, count do
  local first = 1 + i * 3
  local job = ARGV[first] .. ARGV[first + 1]
  local packed = is_open and named_lease(job, ARGV[first + 2])
  local delivery = packed and unpack_delivery(packed)
  if delivery then
    change()
    delivery.at = extended(delivery.at, now, lease)
    end_lease(job, delivery)
    redis.call('ZADD', LEASES, delivery.at, lease_member(job, delivery.number))
    put(job, pack_delivery(delivery))
  end
  reply[i * 3 - 1] = delivery and 1 or 0
  reply[i * 3] = delivery and to_wall(delivery.at) or 0
  reply[i * 3 + 1] = is_open and partition.revision or 0
end
if is_open then
  leave()
end
return with_damage(reply)
