-- Rules 8 and 9, as io.sharq.rules.Leases.
local function is_live(expires, now)
  return now < expires
end

local function extended(expires, now, lease)
  return math.max(expires, now + lease)
end
