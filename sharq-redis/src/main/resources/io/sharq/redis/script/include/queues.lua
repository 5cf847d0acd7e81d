-- A queue's record, in the field of its code in the state hash. Optional parts keep the record of a queue with one waiting
-- job small. Flags: 1 ordered, 2 pinned, 4 paused; and of the optional parts: 8 the rare part, 16 last release and active
-- jobs, 32 the turn in full instead of its difference to the instant, 64 the number of queued jobs if it is not one, 128 the
-- throttled part. An interval takes less than 35 bits, so the upper five bits say where the settings come from (rule 24):
-- 1 the interval is a default; 2 and 4 the order and the concurrency are its own; 8 the revision by which its defaults were
-- resolved follows the throttled part.
local queues = {}
-- Lua allows 200 local variables in a function, so the helpers of these functions are local to a block.
local unpack_queue, new_queue, pack_queue, with_one_less_active

do
  local RARE = '>I7I7I7I7I4I4I4I7I2'
  local NEAR = 4294967296
  -- The formats of all before the rare part, indexed by the flags 16, 32 and 64 as a number from 0 to 7. Packing it in one
  -- call keeps batches fast.
  local FORMATS = {
    '>BI5I7I4', '>BI5I7I4I7I4', '>BI5I7I7', '>BI5I7I7I7I4',
    '>BI5I7I4I4', '>BI5I7I4I4I7I4', '>BI5I7I7I4', '>BI5I7I7I4I7I4',
  }
  -- The length of each format, and of the rare part without its reason.
  local LENGTHS = { 17, 28, 20, 31, 21, 32, 24, 35 }
  local RARE_LENGTH = 49
  -- Rule 22: the level to which the hold has grown, and the revision at which a throttle last raised it.
  local THROTTLED = '>BI7'
  local THROTTLED_LENGTH = 8
  -- A new queue that has its own interval, and one that has none.
  local NEW_QUEUE, NEW_WITHOUT_INTERVAL = '\64' .. string.rep('\0', 20), '\64\8' .. string.rep('\0', 19)
  -- The bits above the interval, as the value of its first byte, and as a part of the whole number.
  local GENERATION, UPPER, ABOVE_INTERVAL = 64, 4294967296, 34359738368
  local GENERATION_LENGTH = 7

  -- The index of the format of all before the rare part.
  local function format_of(flags)
    return (flags % 128 - flags % 16) / 16 + 1
  end

  local function length_of(flags)
    return LENGTHS[format_of(flags)]
  end

  -- Whether a record has the length that its flags imply. A truncated or overwritten record rarely passes this check.
  local function has_length_of_queue(packed)
    local flags, above_interval = packed:byte(1, 2)
    if not above_interval then
      return false
    end
    local length = length_of(flags)
    if flags % 16 >= 8 then
      length = length + RARE_LENGTH
      if #packed < length then
        return false
      end
      length = length + struct.unpack('>I2', packed, length - 1)
    end
    if flags >= 128 then
      length = length + THROTTLED_LENGTH
    end
    if above_interval >= GENERATION then
      length = length + GENERATION_LENGTH
    end
    return has_length_of_minutes(#packed - length)
  end

  local function is_in_range(queue)
    local greatest = math.max(
      queue.turn, queue.released, queue.held, queue.retry, queue.retained, queue.forget, queue.due,
      queue.since == NEVER and 0 or queue.since, queue.raised or 0, queue.generation or 0)
    return greatest <= GREATEST
      and math.max(queue.queued, queue.active, queue.cap, queue.dead, queue.scheduled) <= GREATEST_COUNT
  end

  -- The fields before the rare part, without the flags, and the position after them.
  local function unpack_parts(packed, flags)
    local format, queued, released, active, at = FORMATS[format_of(flags)], 1, 0, 0, 0
    local _, interval, since, turn
    if flags % 128 >= 64 then
      _, interval, since, turn, queued, released, active, at = struct.unpack(format, packed)
    else
      _, interval, since, turn, released, active, at = struct.unpack(format, packed)
    end
    if flags % 32 < 16 then
      released, active, at = 0, 0, released
    end
    return interval, since, flags % 64 < 32 and since + turn or turn, queued, released, active, at
  end

  local function unpack_rare(queue, packed, at)
    local length
    queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due, length, at =
      struct.unpack(RARE, packed, at)
    queue.reason = packed:sub(at, at + length - 1)
    return at + length
  end

  -- The queue as a table; false if the record is unreadable. A table of 16 fields takes half the memory of one of 17, so
  -- `pinned`, `paused`, `reason`, `level`, `raised`, `sources` and `generation` are nil in the many queues that lack them.
  function unpack_queue(packed)
    if not has_length_of_queue(packed) then
      return false
    end
    local flags = packed:byte(1)
    local interval, since, turn, queued, released, active, at = unpack_parts(packed, flags)
    local queue = {
      ordered = flags % 2 == 1, interval = interval, since = since > 0 and since or NEVER, turn = turn,
      queued = queued, released = released, active = active, minutes = '',
      held = 0, retry = 0, retained = 0, forget = 0, cap = 0, dead = 0, scheduled = 0, due = 0,
    }
    if flags % 4 >= 2 then
      queue.pinned = true
    end
    if flags % 8 >= 4 then
      queue.paused = true
    end
    if flags % 16 >= 8 then
      at = unpack_rare(queue, packed, at)
    end
    if flags >= 128 then
      queue.level, queue.raised, at = struct.unpack(THROTTLED, packed, at)
    end
    if interval >= ABOVE_INTERVAL then
      queue.interval = interval % ABOVE_INTERVAL
      local sources = packed:byte(2)
      sources = sources - sources % 8
      if sources >= GENERATION then
        sources = sources - GENERATION
        queue.generation, at = struct.unpack('>I7', packed, at)
      end
      queue.sources = sources > 0 and sources or nil
      if sources >= GENERATION then
        return false
      end
    end
    queue.minutes = packed:sub(at)
    return is_in_range(queue) and queue
  end

  -- A new queue with the defaults of a code, if one is given. Whether it is about to get an interval of its own is said here,
  -- because a 17th field in its table would cost more than all else.
  function new_queue(id, has_interval)
    local queue = unpack_queue(has_interval and NEW_QUEUE or NEW_WITHOUT_INTERVAL)
    if id and partition.defaults then
      defaults.refresh(id, queue)
    end
    return queue
  end

  local function pack_rare(queue)
    local reason = queue.reason or ''
    return struct.pack(
      RARE, queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due,
      #reason) .. reason
  end

  function pack_queue(queue)
    local since, turn, queued, released, active = queue.since, 0, queue.queued, queue.released, queue.active
    local flags = (queue.ordered and 1 or 0) + (queue.pinned and 2 or 0) + (queue.paused and 4 or 0)
    local rare = ''
    if queue.forget + queue.scheduled + queue.dead + queue.cap + queue.held + queue.retry + queue.retained > 0 then
      flags = flags + 8
      rare = pack_rare(queue)
    end
    if queue.raised then
      flags = flags + 128
      rare = rare .. struct.pack(THROTTLED, queue.level, queue.raised)
    end
    local interval = queue.interval
    if queue.sources then
      interval = interval + queue.sources * UPPER
    end
    -- A queue whose settings are all its own needs none.
    if queue.generation and queue.sources ~= defaults.ALL_OWN then
      interval = interval + GENERATION * UPPER
      rare = rare .. struct.pack('>I7', queue.generation)
    end
    if released > 0 or active > 0 then
      flags = flags + 16
    end
    if since == NEVER then
      since = 0
    else
      turn = queue.turn - since
      if turn < 0 or turn >= NEAR then
        flags, turn = flags + 32, queue.turn
      end
    end
    if queued ~= 1 then
      flags = flags + 64
    end
    local format, packed = FORMATS[format_of(flags)], nil
    if queued ~= 1 then
      packed = struct.pack(format, flags, interval, since, turn, queued, released, active)
    else
      packed = struct.pack(format, flags, interval, since, turn, released, active)
    end
    return packed .. rare .. queue.minutes
  end

  -- The packed record with one active job less. Nil if the record is missing or unreadable, or if more than that count might
  -- change. Only the count changes if the queue has queued jobs, is not ordered and has neither a rare nor a throttled part.
  function with_one_less_active(packed)
    if not packed or not has_length_of_queue(packed) then
      return nil
    end
    local flags = packed:byte(1)
    if flags >= 128 or flags % 2 == 1 or flags % 32 < 16 or flags % 16 >= 8 then
      return nil
    end
    local at = flags % 64 < 32 and 25 or 28
    if flags >= 64 then
      if struct.unpack('>I4', packed, at - 7) == 0 then
        return nil
      end
      at = at + 4
    end
    local active = struct.unpack('>I4', packed, at)
    if active == 0 then
      return nil
    end
    return packed:sub(1, at - 1) .. struct.pack('>I4', active - 1) .. packed:sub(at + 4)
  end
end

local function holds_no_job(queue)
  return queue.queued == 0 and queue.scheduled == 0 and queue.active == 0 and queue.dead == 0
end

-- The queue of a code, or false if it does not exist, is unreadable, or may be forgotten.
local function find_queue(id)
  local queue = queues[id]
  if queue == nil then
    local packed = get(id)
    queue = packed and unpack_queue(packed)
    if queue and queue.generation ~= partition.defaults then
      defaults.refresh(id, queue)
    end
    if queue and queue.forget > 0 and queue.forget <= now then
      queue = false
    end
    queues[id] = queue
  end
  return queue
end

local function find_or_make_queue(id, has_interval)
  local queue = find_queue(id)
  if not queue then
    queue = new_queue(id, has_interval)
    queues[id] = queue
  end
  return queue
end

local function save_queue(id, queue)
  put(id, pack_queue(queue))
end
