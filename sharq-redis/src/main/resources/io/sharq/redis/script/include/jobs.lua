-- A job's two records. Both are stored in the field that is named by the queue's code and the job's.
-- The job record, in the jobs hash: flags (1 due instant, 2 requeue limit, 4 headers, 8 deadline), place (order and sequence),
-- due instant, requeue limit, deadline and headers if their flags are set, payload. Before the headers stands their length in
-- two bytes. Headers are packed: for each the length of its name in one byte, the name, the length of its value in two bytes,
-- the value.
-- The delivery record, in the state hash, once the job has been released, has died at its deadline, or a caller waits for its
-- end: state (in the two low bits) and flags (4 the consumer that has the lease has a name, 8 a caller waits for its end, 16 its
-- finish left a result, 32 it has a deadline), lease number, nonce, instant (expiry, death, or end of retention; for a waiting
-- job when it is due), deliveries, requeues, place, requeue limit + 1, deadline if its flag is set, name of the consumer after
-- its length in one byte if its flag is set, reason of the last failure.
-- The result of a finished job, in the jobs hash: 64, and the bytes. No job record begins like that.
local DELIVERY = '>BI7c8I7I4I4c9I4'
local WAITING, ACTIVE, DIED, FINISHED = 0, 1, 2, 3
local NO_NONCE = string.rep('\0', 8)
local SHORTEST_DELIVERY = 44

-- `headers` are packed; nil for none.
local function pack_job(place, due, limit, deadline, headers, payload)
  if due == 0 and limit < 0 and not headers and deadline == NEVER then
    return '\0' .. place .. payload
  end
  local flags, due_part, limit_part, deadline_part, headers_part = 0, '', '', '', ''
  if due > 0 then
    flags, due_part = 1, struct.pack('>I7', due)
  end
  if limit >= 0 then
    flags, limit_part = flags + 2, struct.pack('>I4', limit)
  end
  if headers then
    flags, headers_part = flags + 4, struct.pack('>I2', #headers) .. headers
  end
  if deadline ~= NEVER then
    flags, deadline_part = flags + 8, struct.pack('>I7', deadline)
  end
  return string.char(flags) .. place .. due_part .. limit_part .. deadline_part .. headers_part .. payload
end

local headers_check = on_first_use({})

function headers_check.make()
  local MOST_HEADERS, LONGEST_NAME, MOST_BYTES = 16, 100, 4096
  local NAME = '^[A-Za-z0-9!#$%%&\'*+.^_`|~-]+$'
  -- A character of UTF-8 that takes more than one byte: its first bytes, and how many follow.
  local CHARACTERS = {
    '[\194-\223][\128-\191]', '\224[\160-\191][\128-\191]', '[\225-\236\238\239][\128-\191][\128-\191]',
    '\237[\128-\159][\128-\191]', '\240[\144-\191][\128-\191][\128-\191]',
    '[\241-\243][\128-\191][\128-\191][\128-\191]', '\244[\128-\143][\128-\191][\128-\191]',
  }

  -- Whether bytes are UTF-8 without control characters.
  local function is_text(value)
    if value:find('[%z\1-\31\127]') or value:find('\194[\128-\159]') then
      return false
    end
    if not value:find('[\128-\255]') then
      return true
    end
    for i = 1, #CHARACTERS do
      value = value:gsub(CHARACTERS[i], ' ')
    end
    return not value:find('[\128-\255]')
  end

  -- Rule 26: whether bytes are packed headers within their bounds. Only such headers are returned to a client.
  function headers_check.are_sound(packed)
    local at, count, bytes, names = 1, 0, 0, {}
    while at <= #packed do
      local value_at = at + 1 + packed:byte(at)
      if #packed <= value_at then
        return false
      end
      local name, value_end = packed:sub(at + 1, value_at - 1), value_at + 1 + struct.unpack('>I2', packed, value_at)
      local value = packed:sub(value_at + 2, value_end)
      local folded = name:lower()
      if #name > LONGEST_NAME or not name:find(NAME) or names[folded] or not is_text(value) then
        return false
      end
      names[folded] = true
      count, bytes, at = count + 1, bytes + #name + #value, value_end + 1
    end
    return at == #packed + 1 and count > 0 and count <= MOST_HEADERS and bytes <= MOST_BYTES
  end
end

-- The place, the due instant (0 for none), the requeue limit (-1 for none), the position of the payload, the packed headers
-- (nil for none) and the deadline (NEVER for none); nil if the record is missing or unreadable.
local function unpack_job(packed)
  local flags = packed and packed:byte(1) or 16
  -- Most jobs have no options, and a batch unpacks many.
  if flags == 0 and #packed >= 10 then
    return packed:sub(2, 10), 0, -1, 11, nil, NEVER
  end
  local has_limit, has_deadline = flags % 4 >= 2, flags >= 8
  if flags > 15 or #packed < 10 + flags % 2 * 7 + (has_limit and 4 or 0) + (has_deadline and 7 or 0) then
    return nil
  end
  local at, due, limit, headers, deadline = 11, 0, -1, nil, NEVER
  if flags % 2 == 1 then
    due, at = struct.unpack('>I7', packed, at)
  end
  if has_limit then
    limit, at = struct.unpack('>I4', packed, at)
  end
  if has_deadline then
    deadline, at = struct.unpack('>I7', packed, at)
  end
  if due > GREATEST or limit > GREATEST_LIMIT or has_deadline and deadline > GREATEST then
    return nil
  end
  if flags % 8 >= 4 then
    local after = #packed > at and at + 2 + struct.unpack('>I2', packed, at)
    if not after or after > #packed + 1 then
      return nil
    end
    headers, at = packed:sub(at + 2, after - 1), after
    if not headers_check.are_sound(headers) then
      return nil
    end
  end
  return packed:sub(2, 10), due, limit, at, headers, deadline
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

-- The delivery record of a finished job that is retained. All after the instant stays unchanged, but for the consumer.
local function finished(packed, retained, result)
  local flags, rest = packed:byte(1), packed:sub(24)
  if flags % 8 >= 4 then
    local name_at = SHORTEST_DELIVERY + 1 + (flags >= 32 and 7 or 0)
    rest = packed:sub(24, name_at - 1) .. packed:sub(name_at + 1 + (packed:byte(name_at) or 0))
  end
  return struct.pack('>BI7c8I7', FINISHED + (result and 16 or 0) + (flags - flags % 32), 0, NO_NONCE, retained) .. rest
end

-- The delivery as a table; nil if the record is unreadable.
local function unpack_delivery(packed)
  if #packed < SHORTEST_DELIVERY then
    return nil
  end
  local flags, number, nonce, instant, deliveries, requeues, place, limit, at = struct.unpack(DELIVERY, packed)
  local deadline, consumer = nil, ''
  if flags >= 32 then
    if #packed < SHORTEST_DELIVERY + 7 then
      return nil
    end
    deadline, at = struct.unpack('>I7', packed, at)
  end
  if flags % 8 >= 4 then
    -- Only an active job has a consumer, and no name has other characters than these.
    consumer = packed:sub(at + 1, at + (packed:byte(at) or 0))
    if flags % 4 ~= ACTIVE or #consumer == 0 or #consumer ~= packed:byte(at) or consumer:find('[^!-~]') then
      return nil
    end
    at = at + 1 + #consumer
  end
  if flags >= 64 or number > GREATEST or instant > GREATEST or deliveries > GREATEST_COUNT
    or requeues > GREATEST_COUNT or limit > GREATEST_LIMIT + 1 or deadline and deadline > GREATEST
  then
    return nil
  end
  return {
    token = token_of(packed), state = flags % 4, watched = flags % 16 >= 8, result = flags % 32 >= 16, number = number,
    nonce = nonce, at = instant, deliveries = deliveries, requeues = requeues, place = place, limit = limit - 1,
    deadline = deadline, consumer = consumer, reason = packed:sub(at),
  }
end

local function pack_delivery(delivery)
  local flags = delivery.state + (delivery.watched and 8 or 0) + (delivery.result and 16 or 0)
  local deadline, name = '', delivery.consumer
  if delivery.deadline then
    flags, deadline = flags + 32, struct.pack('>I7', delivery.deadline)
  end
  if name ~= '' then
    flags, name = flags + 4, string.char(#name) .. name
  end
  return struct.pack(
    DELIVERY, flags, delivery.number, delivery.nonce, delivery.at, delivery.deliveries, delivery.requeues, delivery.place,
    delivery.limit + 1) .. deadline .. name .. delivery.reason
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
