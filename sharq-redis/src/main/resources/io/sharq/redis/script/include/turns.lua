-- Rule 4: the queues in turn, ordered by the instant since which each is ready, then by the revision at which it got it.
-- The earliest instant that this script has given a queue.
local earliest_new = NEVER

-- Pending writes to READY: members to remove, and members to add with their instants. They are written together, before the
-- turns are read again and at the end of a script.
local left, taken = {}, {}

local function turn_member(id, turn)
  return struct.pack('>I7', turn) .. id
end

local function has_turns_to_write()
  return left[1] ~= nil or next(taken) ~= nil
end

local function write_turns()
  call_in_parts('ZREM', READY, left)
  local arguments, n = {}, 0
  for member, since in pairs(taken) do
    arguments[n + 1] = decimal(since)
    arguments[n + 2] = member
    n = n + 2
  end
  call_in_parts('ZADD', READY, arguments)
  left, taken = {}, {}
end

-- The first queue in turn, without pending writes: its code, its instant, and the revision at which it got it.
local function first_in_turn()
  local head = redis.call('ZRANGE', READY, '0', '0', 'WITHSCORES')
  if head[1] and #head[1] > 7 then
    return head[1]:sub(8), tonumber(head[2]), struct.unpack('>I7', head[1])
  end
  return nil, NEVER, 0
end

-- Recomputes the turn of a changed queue. `previous` is the instant that it had, or NEVER if it has just been served.
local function take_turn(id, queue, previous, ordered)
  local since = ready_since(previous, next_release(queue, ordered), now)
  if since == queue.since and since == previous then
    return
  end
  if queue.since ~= NEVER then
    local member = turn_member(id, queue.turn)
    if taken[member] then
      taken[member] = nil
    else
      left[#left + 1] = member
    end
  end
  queue.since = since
  if since ~= NEVER then
    queue.turn = partition.revision
    taken[turn_member(id, queue.turn)] = since
    if since < earliest_new then
      earliest_new = since
    end
  end
end

-- Rule 24: recomputes the turn of a queue whose defaults have changed. It must not have released a job in this script.
function defaults.renew(id, queue)
  queue.renewed, has_changed = nil, true
  take_turn(id, queue, queue.since, queue.ordered)
  save_queue(id, queue)
end

-- Updates and returns the instant at which a queue may be forgotten: 0 while it holds a job, is pinned or is paused. Call it
-- after `take_turn`.
local function forget_at(queue)
  local forget = holds_no_job(queue) and remembered_until(queue, now) or NEVER
  queue.forget = forget == NEVER and 0 or forget
  return queue.forget
end

-- Updates a changed queue: its turn, the instant at which it may be forgotten, and its record.
local function settle(id, queue)
  take_turn(id, queue, queue.since, queue.ordered)
  if forget_at(queue) > 0 then
    redis.call('ZADD', MEMORY, queue.forget, id)
  end
  save_queue(id, queue)
end
