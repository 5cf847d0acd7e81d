-- The least that an enqueue does: refuses duplicates, keeps the order, gives a queue its turn when it gets its first job.
-- KEYS: jobs, turns, spaced, prefix of the lists. ARGV: queue, job id and payload of each job.
-- Returns the number of duplicates.
local jobs, turns, spaced, list = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local duplicates = 0
for i = 1, #ARGV, 3 do
  local queue, id = ARGV[i], ARGV[i + 1]
  if redis.call('HSETNX', jobs, queue .. '/' .. id, ARGV[i + 2]) == 0 then
    duplicates = duplicates + 1
  elseif redis.call('RPUSH', list .. queue, id) == 1 then
    redis.call('ZADD', turns, redis.call('HGET', spaced, queue) or '0', queue)
  end
end
return duplicates
