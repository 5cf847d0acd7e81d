-- What a record keeps to; one that does not was overwritten, and is as if it could not be read.
local GREATEST = 9007199254740992
local GREATEST_COUNT = 2147483647
local GREATEST_LIMIT = 1000000000

-- Whether packed minutes may be so long.
local function has_length_of_minutes(length)
  return length == 0 or length >= 12 and length <= 84 and length % 8 == 4
end
