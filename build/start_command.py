"""Where the bundled command begins."""

import sys

from courier.cli import main

sys.exit(main())
