"""Call-up, targets, nominations, reconciliation and arrival; later plan, publication, stand-down.

It owns who was asked, promised, named, confirmed and came. Who people are belongs to
`registers.responders`; posts, shifts and rosters to `operations.duty`.
"""
