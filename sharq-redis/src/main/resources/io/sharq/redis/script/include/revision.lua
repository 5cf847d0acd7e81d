-- As io.sharq.rules.Revision: the number of the next change.
local function next_revision(last, now)
  local next = last + 1
  return next > now and next or now
end
