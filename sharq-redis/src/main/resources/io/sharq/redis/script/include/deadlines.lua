-- Rule 23: the deadlines of jobs. Each is a member of SCHEDULED: \0, deadline, sequence of the enqueue, the queue's code and the
-- job's. No code begins with \0, so the members of queues come after them. A job keeps its entry under a lease. It loses it at
-- the deadline, and when it is dead, finished or gone. The partition's record has an instant that is never later than the
-- earliest entry, or none if there is no entry. A script without `note_end`, which publishes the ends of jobs, leaves the entry
-- of a dead job whose end a caller waits for; the next script with it publishes that end. Upkeep is due by then.
local deadlines = on_first_use({ REASON = 'deadline', AT_ONCE = 1000, are_left = false })

function deadlines.make()
  local HEAD = 15

  function deadlines.member(job, place, deadline)
    return '\0' .. struct.pack('>I7', deadline) .. place:sub(3) .. job
  end

  function deadlines.note(deadline)
    partition.deadline = math.min(partition.deadline, deadline)
  end

  -- Removes the entry of a job, if it has a deadline.
  function deadlines.forget(job, place, deadline)
    if deadline and deadline ~= NEVER then
      redis.call('ZREM', SCHEDULED, deadlines.member(job, place, deadline))
    end
  end

  -- The earliest entry's instant; NEVER if there is none. Unreadable entries are removed.
  local function earliest_deadline()
    for _ = 1, deadlines.AT_ONCE do
      local first = redis.call('ZRANGEBYLEX', SCHEDULED, '[\0', '(\1', 'LIMIT', 0, 1)[1]
      local instant = not first and NEVER or #first > HEAD and struct.unpack('>I7', first, 2)
      if instant and (instant == NEVER or instant <= GREATEST) then
        return instant
      end
      redis.call('ZREM', SCHEDULED, first)
      set_aside('an unreadable deadline', '')
    end
    return now
  end

  local function die(id, job, place, due, limit, delivery, deadline)
    local queue = repairs.owner(id)
    local number = change()
    unqueue(id, queue, job, place, delivery and delivery.at or due)
    redis.call('ZADD', DEAD, number, job)
    queue.dead = queue.dead + 1
    delivery = delivery or { deliveries = 0, requeues = 0, place = place, limit = limit, consumer = '' }
    delivery.state, delivery.number, delivery.nonce, delivery.at = DIED, 0, NO_NONCE, deadline
    delivery.reason, delivery.deadline = deadlines.REASON, nil
    settle(id, queue)
    return delivery
  end

  -- Publishes the end of a dead job, if a caller waits for it. False if this script cannot publish it.
  local function publish(job, delivery)
    local is_published = not delivery.watched or deadlines.note_end ~= nil
    if delivery.watched and is_published then
      deadlines.note_end(job)
      delivery.watched = false
    end
    put(job, pack_delivery(delivery))
    return is_published
  end

  -- Handles the entry of a job whose record is given. Returns whether the entry is done with.
  local function handle(member, job, packed)
    if job == '' or #member <= HEAD then
      set_aside('an unreadable deadline', '')
      return true
    end
    local id, code = split(job)
    local instant, sequence = struct.unpack('>I7', member, 2), member:sub(9, HEAD)
    local place, due, limit, _, _, deadline = unpack_job(packed)
    local delivery = code ~= '' and find_delivery(job)
    if not place or deadline ~= instant or place:sub(3) ~= sequence then
      set_aside('a deadline that its job does not have', job)
    elseif not delivery or delivery.state == WAITING then
      return publish(job, die(id, job, place, due, limit, delivery, deadline))
    elseif delivery.state == DIED and delivery.watched then
      return publish(job, delivery)
    elseif delivery.state ~= ACTIVE then
      set_aside('a deadline of a job that is dead or finished', job)
    end
    return true
  end

  local function overdue()
    local most = '(\0' .. struct.pack('>I7', now + 1)
    local members = redis.call('ZRANGEBYLEX', SCHEDULED, '[\0', most, 'LIMIT', 0, deadlines.AT_ONCE)
    if not members[1] and repairs.level(SCHEDULED) then
      members = redis.call('ZRANGEBYLEX', SCHEDULED, '[\0', most, 'LIMIT', 0, deadlines.AT_ONCE)
    end
    return members
  end

  -- Lets waiting jobs die whose deadlines have passed, the earliest first, at most 1,000. `are_left` says whether more may be
  -- left.
  function deadlines.let_die()
    check_sets(PLACES, SCHEDULED, READY, LEASES, DEAD, MEMORY)
    redis.call('HLEN', JOBS)
    begin_writing()
    partition.has_expired = true
    local members, jobs, wanted, gone = overdue(), {}, {}, {}
    for i, member in ipairs(members) do
      local job = member:sub(HEAD + 1)
      jobs[i] = job
      if job ~= '' then
        wanted[#wanted + 1] = split(job)
        wanted[#wanted + 1] = job
      end
    end
    read_all(wanted)
    local records = members[1] and read_values(JOBS, jobs) or {}
    for i, member in ipairs(members) do
      if handle(member, jobs[i], records[i]) then
        gone[#gone + 1] = member
      end
    end
    call_in_parts('ZREM', SCHEDULED, gone)
    deadlines.are_left = #members == deadlines.AT_ONCE
    partition.deadline = earliest_deadline()
    write_turns()
    earliest_new = NEVER
  end
end

-- Lets jobs die if a deadline has passed. Call it before anything else is changed.
function deadlines.expire()
  if has_passed(partition.deadline, now) then
    deadlines.let_die()
  end
end
