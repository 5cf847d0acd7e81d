-- A queue's record, in the field of its code in the state hash. Flags: 1 ordered, 2 pinned, 4 paused, 8 the second part
-- follows. What most queues lack stands in the second part, so that a queue of one job stays small.
local QUEUE = '>BI5I7I7I7I4I4'
local QUEUE_MORE = '>I7I7I7I7I4I4I4I7I2'
local queues = {}

local function new_queue()
  return {
    ordered = false, pinned = false, paused = false,
    interval = 0, released = 0, since = NEVER, turn = 0, queued = 0, active = 0,
    held = 0, retry = 0, retained = 0, forget = 0, cap = 0, dead = 0, scheduled = 0, due = 0, reason = '',
    minutes = '',
  }
end

local function unpack_queue(packed)
  local queue = new_queue()
  local flags, interval, released, since, turn, queued, active, at = struct.unpack(QUEUE, packed)
  queue.interval, queue.released, queue.turn, queue.queued, queue.active = interval, released, turn, queued, active
  if since > 0 then
    queue.since = since
  end
  if flags > 0 then
    queue.ordered = flags % 2 == 1
    queue.pinned = flags % 4 >= 2
    queue.paused = flags % 8 >= 4
    if flags >= 8 then
      local length
      queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled, queue.due, length, at =
        struct.unpack(QUEUE_MORE, packed, at)
      queue.reason = packed:sub(at, at + length - 1)
      at = at + length
    end
  end
  queue.minutes = packed:sub(at)
  return queue
end

local function pack_queue(queue)
  local more = ''
  if queue.forget + queue.scheduled + queue.dead + queue.cap + queue.held + queue.retry + queue.retained > 0 then
    more = struct.pack(
      QUEUE_MORE, queue.held, queue.retry, queue.retained, queue.forget, queue.cap, queue.dead, queue.scheduled,
      queue.due, #queue.reason) .. queue.reason
  end
  local flags = (queue.ordered and 1 or 0) + (queue.pinned and 2 or 0) + (queue.paused and 4 or 0)
    + (more ~= '' and 8 or 0)
  local since = queue.since == NEVER and 0 or queue.since
  return struct.pack(
    QUEUE, flags, queue.interval, queue.released, since, queue.turn, queue.queued, queue.active) .. more
    .. queue.minutes
end

local function holds_no_job(queue)
  return queue.queued == 0 and queue.scheduled == 0 and queue.active == 0 and queue.dead == 0
end

-- The queue of a code, or false if it is not there or may be forgotten.
local function find_queue(id)
  local queue = queues[id]
  if queue == nil then
    local packed = get(id)
    queue = packed and unpack_queue(packed)
    if queue and queue.forget > 0 and queue.forget <= now then
      queue = false
    end
    queues[id] = queue
  end
  return queue
end

local function find_or_make_queue(id)
  local queue = find_queue(id)
  if not queue then
    queue = new_queue()
    queues[id] = queue
  end
  return queue
end

local function save_queue(id, queue)
  put(id, pack_queue(queue))
end
