-- Rule 23, as io.sharq.rules.Deadlines: whether a job may not be released any more. NEVER is no deadline.
local function has_passed(deadline, now)
  return now >= deadline
end
