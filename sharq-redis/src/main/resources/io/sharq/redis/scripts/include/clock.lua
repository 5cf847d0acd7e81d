-- Rule 1: the server's clock in microseconds, read once; a test passes its own as ARGV[1].
local function clock()
  if ARGV[1] ~= '' then
    return tonumber(ARGV[1])
  end
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end
