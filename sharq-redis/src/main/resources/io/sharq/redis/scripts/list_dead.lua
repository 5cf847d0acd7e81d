-- Lists dead jobs, oldest first (rule 14).
-- KEYS: the partition's eight. ARGV: clock, the revision after which to go on, limit.
-- Reply: then for each job: its revision, the queue's code, the job's code, payload, when it died, deliveries, reason.
-- Writes nothing.
--- @include keys
--- @include clock
--- @include steady_time
--- @include revision
--- @include ids
--- @include state
--- @include partition
--- @include jobs

local reply = {}
if enter(clock()) then
  local dead = redis.call('ZRANGEBYSCORE', DEAD, '(' .. ARGV[2], '(+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
  for i = 1, #dead, 2 do
    local job, n = dead[i], #reply
    local id, code = split(job)
    local delivery = find_delivery(job)
    local packed = redis.call('HGET', JOBS, job)
    local _, _, _, start = unpack_job(packed)
    reply[n + 1] = tonumber(dead[i + 1])
    reply[n + 2] = id
    reply[n + 3] = code
    reply[n + 4] = packed:sub(start)
    reply[n + 5] = to_wall(delivery.at)
    reply[n + 6] = delivery.deliveries
    reply[n + 7] = delivery.reason
  end
end
return reply
