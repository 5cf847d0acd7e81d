-- Rule 22: the hold of a queue after a throttle. Returns the level to which it has grown, the revision at which a throttle last
-- raised it, and its end. `number` is that of the lease that ends, `retry_after` the time that the throttle names, or nil, and
-- `longest` the longest hold that grows by itself.
local FIRST_HOLD = 1000000
local GREATEST_LEVEL = 26

local function throttled(level, raised, held, number, retry_after, longest, now, revision)
  if retry_after then
    local till = now + retry_after
    if till > held then
      return level, revision, till
    end
    return level, raised, held
  end
  if number < raised then
    return level, raised, held
  end
  local grown = now >= held + longest and 1 or math.min(level + 1, GREATEST_LEVEL)
  return grown, revision, math.max(held, now + math.min(longest, FIRST_HOLD * 2 ^ (grown - 1)))
end
