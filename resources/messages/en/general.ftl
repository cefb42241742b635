app-name = Conversion Courier
