# Words of the console.
