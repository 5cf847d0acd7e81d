-- Rule 4: the queues in turn, ordered by the instant since which each is ready, then by the revision at which it got it.
-- Wake-ups: listeners are notified when the earliest instant in turn becomes earlier than `head_before`.
local head_before = nil
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

-- Records the earliest instant in turn. Call it before the first write of a script that may make a queue ready earlier;
-- later calls change nothing.
local function remember_head()
  if not head_before then
    local _, since = first_in_turn()
    head_before = since
  end
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

-- Publishes a wake-up if the earliest instant has become earlier and the type is not paused. ARGV[2] is the channel and
-- ARGV[3] the type. For a type of several partitions, ARGV[3] also has a blank and the partition's number; then the message
-- carries the revision, and the instant is appended to the caller's reply.
local function wake(reply)
  if earliest_new < head_before and not partition.paused then
    local message = ARGV[3] .. ' ' .. string.format('%.0f', to_wall(earliest_new))
    if ARGV[3]:find(' ', 1, true) then
      message = message .. ' ' .. string.format('%.0f', partition.revision)
      reply[#reply + 1] = to_wall(earliest_new)
    end
    redis.call('PUBLISH', ARGV[2], message)
  end
end

-- Ends an operation that may have made queues ready earlier, and returns its reply.
local function conclude(reply)
  if partition then
    write_turns()
    leave()
    if head_before then
      wake(reply)
    end
  end
  return with_damage(reply)
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
