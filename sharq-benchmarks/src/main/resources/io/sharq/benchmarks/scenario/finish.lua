-- The least that a finish does: ends a lease if its token is the one in force, and removes the job.
-- KEYS: jobs, leases. ARGV: token, queue and job id of each job. Returns the number of leases that had ended.
local lost, done = 0, {}
for i = 1, #ARGV, 3 do
  local field = ARGV[i + 1] .. '/' .. ARGV[i + 2]
  if redis.call('ZREM', KEYS[2], ARGV[i] .. field) == 1 then
    done[#done + 1] = field
  else
    lost = lost + 1
  end
end
if #done > 0 then
  redis.call('HDEL', KEYS[1], unpack(done))
end
return lost
