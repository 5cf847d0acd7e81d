-- Rule 1: the server's clock in microseconds, read once. A test passes its own as ARGV[1]. For a type of several partitions
-- a slash and the greatest revision that the client has seen follow; the changes of this call are numbered after that.
local seen = 0

local function clock()
  local own = ARGV[1]
  local slash = own:find('/', 1, true)
  if slash then
    seen = tonumber(own:sub(slash + 1))
    own = own:sub(1, slash - 1)
  end
  if own ~= '' then
    return tonumber(own)
  end
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end
