-- Checks whether the user may read settings of Redis, without a denied command that would show up in the ACL log.
-- KEYS: a key that nothing else uses.
-- Reply: 1 if the user may, or if this Redis is older than 7.0 and cannot check; 0 otherwise. Writes nothing.
if not redis.acl_check_cmd then
  return 1
end
local is_known, is_allowed = pcall(redis.acl_check_cmd, 'CONFIG', 'GET', 'appendfsync')
return is_known and is_allowed and 1 or 0
