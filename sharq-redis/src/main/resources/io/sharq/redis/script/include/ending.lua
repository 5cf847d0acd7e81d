-- Rule 8: the packed record of the lease that an operation names, or nil if the lease has ended. An empty token names the
-- job's current lease.
local function named_lease(job, token)
  local packed = get(job)
  if packed and #packed >= SHORTEST_DELIVERY and packed:byte(1) % 4 == ACTIVE and (token == '' or token == token_of(packed))
    and is_live(instant_of(packed), now)
  then
    return packed
  end
  return nil
end

local function nonce_field(nonce)
  return '\0' .. nonce
end
