-- Redis runs a script from its first line at every call, so a function that few calls use costs every call. The functions of
-- such a table are made when the first of them is used: by `make`, which is given to the table later.
local MADE_ON_FIRST_USE = {
  __index = function(made, name)
    setmetatable(made, nil)
    made.make()
    return made[name]
  end,
}

local function on_first_use(made)
  return setmetatable(made, MADE_ON_FIRST_USE)
end
