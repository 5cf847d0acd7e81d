-- Rule 23, for scripts that otherwise only read.
local function expire_to_look()
  if has_passed(partition.deadline, now) then
    deadlines.let_die()
    leave()
  end
end
