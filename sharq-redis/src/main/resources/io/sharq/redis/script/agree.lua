-- Records the limits on dead jobs that hold for all clients of a prefix (rule 14): of all that were given, the greatest.
-- KEYS: the settings. ARGV: the count, the age in microseconds, 1 if they replace what is recorded, also where they are lower.
-- Reply: the count and the age that are recorded now.
-- First write: HSET, which Redis refuses when memory is full.
local kept = redis.call('HMGET', KEYS[1], 'dead_job_max_count', 'dead_job_max_age')
-- What is no such number was written by another program, and is none.
for i, greatest in ipairs({ 1000000000, 31536000000000 }) do
  kept[i] = kept[i] and kept[i]:find('^%d+$') and tonumber(kept[i]) <= greatest and kept[i]
end
local count, age = ARGV[1], ARGV[2]
if ARGV[3] ~= '1' then
  if kept[1] and tonumber(kept[1]) > tonumber(count) then
    count = kept[1]
  end
  if kept[2] and tonumber(kept[2]) > tonumber(age) then
    age = kept[2]
  end
end
if count ~= kept[1] or age ~= kept[2] then
  redis.call('HSET', KEYS[1], 'dead_job_max_count', count, 'dead_job_max_age', age)
end
return { count, age }
