-- A job's two records. Both are stored in the field that is named by the queue's code and the job's.
-- The job record, in the jobs hash: flags (1 due instant, 2 requeue limit), place (order and sequence), due instant and
-- requeue limit if their flags are set, payload.
-- The delivery record, in the state hash, once the job has been released: state, lease number, nonce, instant (expiry,
-- death, or end of retention; for a waiting job when it is due), deliveries, requeues, place, requeue limit + 1, reason of
-- the last failure.
local DELIVERY = '>BI7c8I7I4I4c9I4'
local WAITING, ACTIVE, DIED, FINISHED = 0, 1, 2, 3
local NO_NONCE = string.rep('\0', 8)
local SHORTEST_DELIVERY = 44

local function pack_job(place, due, limit, payload)
  local flags, due_part, limit_part = 0, '', ''
  if due > 0 then
    flags, due_part = 1, struct.pack('>I7', due)
  end
  if limit >= 0 then
    flags, limit_part = flags + 2, struct.pack('>I4', limit)
  end
  return string.char(flags) .. place .. due_part .. limit_part .. payload
end

-- The place, the due instant (0 for none), the requeue limit (-1 for none) and the position of the payload; nil if the
-- record is missing or unreadable.
local function unpack_job(packed)
  local flags = packed and packed:byte(1) or 4
  if flags > 3 or #packed < 10 + flags % 2 * 7 + (flags - flags % 2) * 2 then
    return nil
  end
  local at, due, limit = 11, 0, -1
  if flags % 2 == 1 then
    due, at = struct.unpack('>I7', packed, at)
  end
  if flags >= 2 then
    limit, at = struct.unpack('>I4', packed, at)
  end
  if due > GREATEST or limit > GREATEST_LIMIT then
    return nil
  end
  return packed:sub(2, 10), due, limit, at
end

-- Parts of a packed delivery record. The token is the lease number and the nonce.
local function number_of(packed)
  return packed:sub(2, 8)
end

local function nonce_of(packed)
  return packed:sub(9, 16)
end

local function token_of(packed)
  return packed:sub(2, 16)
end

local function instant_of(packed)
  return (struct.unpack('>I7', packed, 17))
end

-- The delivery record of a finished job that is retained. All after the instant stays unchanged.
local function finished(packed, retained)
  return struct.pack('>BI7c8I7', FINISHED, 0, NO_NONCE, retained) .. packed:sub(24)
end

-- The delivery as a table; nil if the record is unreadable.
local function unpack_delivery(packed)
  if #packed < SHORTEST_DELIVERY then
    return nil
  end
  local state, number, nonce, instant, deliveries, requeues, place, limit, at = struct.unpack(DELIVERY, packed)
  if state > FINISHED or number > GREATEST or instant > GREATEST or deliveries > GREATEST_COUNT
    or requeues > GREATEST_COUNT or limit > GREATEST_LIMIT + 1
  then
    return nil
  end
  return {
    token = token_of(packed), state = state, number = number, nonce = nonce, at = instant, deliveries = deliveries,
    requeues = requeues, place = place, limit = limit - 1, reason = packed:sub(at),
  }
end

local function pack_delivery(delivery)
  return struct.pack(
    DELIVERY, delivery.state, delivery.number, delivery.nonce, delivery.at, delivery.deliveries, delivery.requeues,
    delivery.place, delivery.limit + 1) .. delivery.reason
end

-- A job's delivery, or false. A finished job whose retention has passed counts as missing, though its record stays until it
-- is replaced or removed. So does a job whose record is unreadable.
local function find_delivery(job)
  local packed = get(job)
  local delivery = packed and unpack_delivery(packed)
  if not delivery or delivery.state == FINISHED and delivery.at <= now then
    return false
  end
  return delivery
end
