-- The settings that guard the city's data, its approvals and restores become a right of their own: whoever may set everything by now still may.
INSERT INTO staff.role_rights (role, right_code)
SELECT r.role, 'settings.security' FROM staff.role_rights r WHERE r.right_code = 'settings.manage'
ON CONFLICT DO NOTHING;
