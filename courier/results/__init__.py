"""What impact.com answered: ways in, matching with what was sent, and what to do about refused rows."""
