-- As io.sharq.rules.Revision: the number of the next change.
local function next_revision(last, now)
  return math.max(last + 1, now)
end
