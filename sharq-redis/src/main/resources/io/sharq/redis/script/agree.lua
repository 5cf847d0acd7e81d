-- Records the limits on dead jobs that all clients of a prefix share (rule 14): the greatest count and the greatest age that
-- any client has recorded.
-- KEYS: the settings. ARGV: the count, the age in microseconds, 1 to replace the recorded limits even by lower ones.
-- Reply: the count and the age that are recorded now.
-- First write: HSET, which Redis refuses when memory is full.
local kept = redis.call('HMGET', KEYS[1], 'dead_job_max_count', 'dead_job_max_age')
-- Ignores a recorded value that is not a number in range: another program wrote it.
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
